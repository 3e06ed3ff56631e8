import { existsSync } from 'node:fs'
import Sqlite, { type Database } from 'better-sqlite3'
import { isDamage, openFile, StorageTroubleError, unlock } from '../storage/database.ts'
import { createMeta } from '../storage/meta.ts'
import { migrate } from '../storage/migrations.ts'
import type { Backup, StorageHealth } from '../../../domain/storage/storage-contract.ts'
import { opensSoundly } from './copy-database.ts'
import type { Storage } from './storage.ts'
import { fileBeingMade, replaceDatabase } from './replace-database.ts'
import { salvage, type Salvaged } from './salvage.ts'
import { scavenge } from './scavenge.ts'
import { tablesOf } from './table-rows.ts'
import { mergeSalvaged } from './salvage-merge.ts'
import { isWrittenWith, mendSchemaPages } from './schema-pages.ts'

export const REPAIR_NOTICE = 'storage-repair'
type Repair = NonNullable<StorageHealth['repair']>

/**
 * Puts a mended database in the place of the damaged one: the newest sound copy, and into it everything newer that can still be read. Fails `key-wrong` where nothing
 * shows that the file was ever written with this key.
 */
export function mendDatabase(storage: Storage, key: string): void {
  const backup = storage.backups.list().find(({ id }) => opens(storage, id, key)) ?? null
  if (!backup && !isOurs(storage, key)) {
    throw new StorageTroubleError(
      'key-wrong',
      '本机数据打不开：密钥不符，或文件已全部损坏，也没有这个密钥打得开的备份。请恢复系统密钥库后再打开，或重新开始（旧文件保留）',
    )
  }
  makeReady(storage, key, backup, (db) => {
    const saved = mergeSalvaged(db, salvageFrom(storage, key, tablesOf(db)))
    const repair: Repair = { at: storage.now().toISOString(), backupMadeAt: backup?.madeAt ?? null, ...saved }
    createMeta(db).set(REPAIR_NOTICE, JSON.stringify(repair))
  })
  replaceDatabase(storage)
}

/** Makes a database ready to take the place: a copy of the backup, or an empty one, brought to the newest shape. */
export function makeReady(
  storage: Storage,
  key: string,
  backup: Backup | null,
  prepare: (db: Database) => void = () => undefined,
): void {
  const { files } = storage
  const file = fileBeingMade(storage)
  const source = backup && storage.backups.fileOf(backup.id)
  if (source) files.copy(source, file)
  const db = openFile(file, key)
  try {
    migrate(db)
    if (backup) forgetWhatMayBeDone(db)
    prepare(db)
  } finally {
    // Closing the only connection brings the log into the file.
    db.close()
  }
}

/**
 * What happened after the copy was made is unknown: no label is printed by itself, since it may hang already, and no number is given twice, since a new key begins
 * numbers of its own. What is salvaged from the damaged file knows better and takes their place.
 */
function forgetWhatMayBeDone(db: Database): void {
  db.prepare(
    "UPDATE print_job SET state = 'needs-attention', message = ? WHERE state IN ('waiting', 'sending')",
  ).run('数据由备份恢复，这张标签可能已经印出，请核对后选择重打、已打印或取消')
  db.exec(
    "DELETE FROM meta WHERE key LIKE 'label-key-%' OR key LIKE 'label-public-key-%' OR key LIKE 'label-counter-%'",
  )
}

function opens(storage: Storage, id: string, key: string): boolean {
  const file = storage.backups.fileOf(id)
  return file !== null && opensSoundly(file, key)
}

const isOurs = ({ file }: Storage, key: string) => existsSync(file) && isWrittenWith(file, key)

/** Reads a copy, so that the damaged file stays as it was found. */
function salvageFrom(storage: Storage, key: string, tables: readonly string[]): Salvaged {
  const { file, files, dataDir } = storage
  const copy = `${fileBeingMade(storage)}-damaged`
  const all = [copy, `${copy}-wal`, `${copy}-shm`]
  for (const name of all) files.remove(name)
  if (files.sizeOf(file) === null) return new Map()
  files.copy(file, copy)
  if (files.sizeOf(`${file}-wal`) !== null) files.copy(`${file}-wal`, `${copy}-wal`)
  mendSchemaPages(copy, dataDir, key)
  const db = new Sqlite(copy)
  try {
    unlock(db, key)
    bringLogIn(db)
    return salvage(db, tables, (broken) => scavenge(copy, key, broken))
  } finally {
    db.close()
    for (const name of all) files.remove(name)
  }
}

/** Pages that are only in the log come into the file, where they can be read one by one. */
function bringLogIn(db: Database): void {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    if (!isDamage(error)) throw error
  }
}
