import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
  fstatSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { PAGE_BYTES } from '../storage/database.ts'
import { createPageProof } from './page-proof.ts'
import { publish, type StorageFiles } from './storage-files.ts'

export const SCHEMA_PAGES_FILE = 'workstation.schema'
const NUMBER_BYTES = 4

/**
 * A second copy of the few pages without which nothing of the database can be read, encrypted as they are in it: the first page, and those that say which table lies where.
 * They change only with the schema, so the copy of one start serves until the next.
 */
export function keepSchemaPages(db: Database, dataDir: string, file: string, files: StorageFiles): void {
  const numbers = db
    .prepare<[], number>("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema' ORDER BY pageno")
    .pluck()
    .all()
  // Pages that are still only in the log come into the file first.
  db.pragma('wal_checkpoint(TRUNCATE)')
  const descriptor = openSync(file, 'r')
  const entries = numbers.map((number) => {
    const entry = Buffer.alloc(NUMBER_BYTES + PAGE_BYTES)
    entry.writeUInt32BE(number)
    readSync(descriptor, entry, NUMBER_BYTES, PAGE_BYTES, (number - 1) * PAGE_BYTES)
    return entry
  })
  closeSync(descriptor)
  const kept = join(dataDir, SCHEMA_PAGES_FILE)
  const bytes = Buffer.concat(entries)
  if (existsSync(kept) && readFileSync(kept).equals(bytes)) return
  writeFileSync(`${kept}.part`, bytes, { mode: 0o600 })
  publish(files, `${kept}.part`, kept)
}

/** Puts kept pages in the place of those that are damaged in this copy of the database; only genuine ones, so that a foreign copy does no harm. */
export function mendSchemaPages(copy: string, dataDir: string, key: string): void {
  const kept = join(dataDir, SCHEMA_PAGES_FILE)
  const entries = existsSync(kept) ? entriesOf(readFileSync(kept)) : []
  if (entries.length === 0) return
  const proof = createPageProof(key)
  const descriptor = openSync(copy, 'r+')
  try {
    const pageCount = Math.ceil(fstatSync(descriptor).size / PAGE_BYTES)
    for (const { number, page } of entries) {
      const found = Buffer.alloc(PAGE_BYTES)
      readSync(descriptor, found, 0, PAGE_BYTES, (number - 1) * PAGE_BYTES)
      if (proof.open(found, number) || !proof.open(page, number)) continue
      const mended = number === 1 ? proof.withPageCount(page, pageCount) : page
      writeSync(descriptor, mended, 0, PAGE_BYTES, (number - 1) * PAGE_BYTES)
    }
  } finally {
    closeSync(descriptor)
  }
}

/** Whether any page proves that the file was written with this key; a wrong key and damage look alike to SQLite. */
export function isWrittenWith(file: string, key: string): boolean {
  const bytes = readFileSync(file)
  const proof = createPageProof(key)
  for (let at = 0; at + PAGE_BYTES <= bytes.length; at += PAGE_BYTES) {
    if (proof.open(bytes.subarray(at, at + PAGE_BYTES), at / PAGE_BYTES + 1)) return true
  }
  return false
}

function entriesOf(bytes: Buffer): { number: number; page: Buffer }[] {
  const entryBytes = NUMBER_BYTES + PAGE_BYTES
  return Array.from({ length: Math.floor(bytes.length / entryBytes) }, (_, index) => {
    const entry = bytes.subarray(index * entryBytes, (index + 1) * entryBytes)
    return { number: entry.readUInt32BE(), page: entry.subarray(NUMBER_BYTES) }
  })
}
