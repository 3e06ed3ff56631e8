import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { MIGRATIONS } from '../storage/migrations.ts'
import { PAGE_BYTES } from '../storage/database.ts'
import { createPageProof, type PageProof } from './page-proof.ts'
import { rowsOnPage, type PageRow } from './page-rows.ts'
import type { Row } from './salvage.ts'

/** Tables whose rows are told apart from all others by their columns. The rest is not worth guessing. */
const SCAVENGED = [
  'workspace',
  'session',
  'draft',
  'outbox',
  'conflict',
  'attachment',
  'record',
  'meta',
] as const

/**
 * Rows of these tables on all pages that are in order, found without the trees that lead to them: where a page in the middle of a tree is damaged, SQLite reaches
 * nothing below it. Rows are recognised by the number and types of their columns. Of two versions of a row, the later comes last.
 */
export function scavenge(file: string, key: string, tables: readonly string[]): Map<string, Row[]> {
  const shapes = shapesOf(tables.filter((table) => SCAVENGED.some((known) => known === table)))
  const found = new Map<string, Row[]>(shapes.map(({ table }) => [table, []]))
  const descriptor = openSync(file, 'r')
  try {
    const pages = pageReader(descriptor, key)
    const free = freePages(pages)
    for (let number = 2; number <= pages.count; number++) {
      const page = free.has(number) ? null : pages.read(number)
      if (!page) continue
      for (const row of rowsOnPage(page, pages.read)) {
        for (const shape of shapes) {
          const named = shape.fit(row)
          if (named) found.get(shape.table)?.push(named)
        }
      }
    }
  } finally {
    closeSync(descriptor)
  }
  for (const rows of found.values()) rows.sort(byAge)
  return found
}

/** A change that is sent once too often is recognised by the server; one taken for answered would be lost. */
function byAge(a: Row, b: Row): number {
  const pendingLast = Number(a['state'] === 'pending') - Number(b['state'] === 'pending')
  return pendingLast || savedAt(a).localeCompare(savedAt(b))
}

const savedAt = (row: Row) => (typeof row['saved_at'] === 'string' ? row['saved_at'] : '')

interface Pages {
  count: number
  proof: PageProof
  raw: (number: number) => Buffer
  /** What stands on the page; null for one that is damaged. */
  read: (number: number) => Buffer | null
}

function pageReader(descriptor: number, key: string): Pages {
  const raw = (number: number) => {
    const bytes = Buffer.alloc(PAGE_BYTES)
    readSync(descriptor, bytes, 0, PAGE_BYTES, (number - 1) * PAGE_BYTES)
    return bytes
  }
  const proof = createPageProof(key)
  const count = Math.floor(fstatSync(descriptor).size / PAGE_BYTES)
  return {
    count,
    proof,
    raw,
    read: (number) => {
      if (number < 2 || number > count) return null
      return proof.open(raw(number), number)
    },
  }
}

/** Of SQLite's header: the first page of the list of pages out of use (file format, 1.3.8). */
const FIRST_FREE_AT = 32

/** Pages out of use still hold what was deleted (file format, 1.5). */
function freePages({ raw, read, proof, count }: Pages): Set<number> {
  const free = new Set<number>()
  let trunk = proof.open(raw(1), 1)?.readUInt32BE(FIRST_FREE_AT) ?? 0
  while (trunk > 0 && trunk <= count && !free.has(trunk)) {
    free.add(trunk)
    const page = read(trunk)
    if (!page) break
    const leaves = Math.min(page.readUInt32BE(4), (PAGE_BYTES - 100) / 4)
    for (let index = 0; index < leaves; index++) free.add(page.readUInt32BE(8 + index * 4))
    trunk = page.readUInt32BE(0)
  }
  return free
}

interface Column {
  name: string
  type: string
  notnull: number
  pk: number
}
interface Shape {
  table: string
  /** The row with its columns' names; null when it is none of this table's. */
  fit(row: PageRow): Row | null
}

/** Columns of a table only ever became more, and an old row has as many as there were when it was written. */
function shapesOf(tables: readonly string[]): Shape[] {
  const db = new Sqlite(':memory:')
  try {
    const counts = new Map<string, Set<number>>(tables.map((table) => [table, new Set()]))
    const columnsOf = (table: string) =>
      db.prepare<[string], Column>('SELECT name, type, "notnull", pk FROM pragma_table_info(?)').all(table)
    for (const migration of MIGRATIONS) {
      migration.up(db)
      for (const [table, known] of counts) known.add(columnsOf(table).length)
    }
    return tables.map((table) => toShape(table, columnsOf(table), counts.get(table) ?? new Set()))
  } finally {
    db.close()
  }
}

function toShape(table: string, columns: readonly Column[], counts: ReadonlySet<number>): Shape {
  const keys = columns.filter(({ pk }) => pk > 0)
  const isRowid = (column: Column) => keys.length === 1 && column.pk > 0 && column.type === 'INTEGER'
  return {
    table,
    fit: ({ rowid, values }) => {
      if (values.length === 0 || !counts.has(values.length)) return null
      const row: Row = {}
      for (const [index, value] of values.entries()) {
        const column = columns[index]
        if (!column) return null
        if (isRowid(column) && value === null) row[column.name] = rowid
        else if (fits(column, value)) row[column.name] = value
        else return null
      }
      return row
    },
  }
}

function fits({ type, notnull, pk }: Column, value: PageRow['values'][number]): boolean {
  if (value === null) return notnull === 0 && pk === 0
  if (type === 'TEXT') return typeof value === 'string'
  if (type === 'INTEGER') return typeof value === 'number' || typeof value === 'bigint'
  return Buffer.isBuffer(value)
}
