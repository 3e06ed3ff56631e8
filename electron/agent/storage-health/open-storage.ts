import Sqlite, { type Database } from 'better-sqlite3'
import { databaseKey, isDiskFull, openDatabase, StorageTroubleError } from '../storage/database.ts'
import type { AgentHost } from '../host.ts'
import { unfinishedClearing, type Clearing } from './clear-account.ts'
import { finishClearing } from './finish-clearing.ts'
import { mendDatabase } from './mend-database.ts'
import type { Storage } from './storage.ts'
import { keepSchemaPages } from './schema-pages.ts'
import { finishReplacing, sweepUnfinished } from './replace-database.ts'

export interface OpenedStorage {
  db: Database
  key: string
}

/**
 * Opens the database. A damaged one is mended first: it is set aside, the newest sound copy takes its place, and what is readable and newer is put into that.
 * Fails with a StorageTroubleError where that is not possible; nothing is deleted then.
 */
export async function openStorage(storage: Storage, log: AgentHost['log']): Promise<OpenedStorage> {
  const { dataDir, files, backups } = storage
  finishReplacing(storage)
  sweepUnfinished(storage)
  backups.sweep()
  const opened = await openKeyed(storage, log)
  const clearing = unfinishedClearing(opened.db)
  if (clearing !== null) await finishOrLog(storage, opened.db, clearing, log)
  const { db, key } = opened.db.open ? opened : await openKeyed(storage, log)
  try {
    keepSchemaPages(db, dataDir, storage.file, files)
  } catch (error) {
    if (!isDiskFull(error)) {
      db.close()
      throw error
    }
    // The copy of the last start serves as well.
    log.warn('no room for the second copy of the schema')
  }
  return { db, key }
}

async function openKeyed(storage: Storage, log: AgentHost['log']): Promise<OpenedStorage> {
  const key = await databaseKey(storage.secrets, hasData(storage))
  return { db: await openWithRoom(storage, key, log), key }
}

/** A file that another program holds open must not keep everybody out; the next start tries again. */
async function finishOrLog(
  storage: Storage,
  db: Database,
  clearing: Clearing,
  log: AgentHost['log'],
): Promise<void> {
  try {
    await finishClearing(storage, db, clearing)
  } catch (error) {
    log.error('clearing is not finished', { error: error instanceof Error ? error.name : 'unknown' })
  }
}

/** On a full disk the room kept back is for exactly this. */
async function openWithRoom(storage: Storage, key: string, log: AgentHost['log']): Promise<Database> {
  try {
    return await openOrMend(storage, key, log)
  } catch (error) {
    const isFull = error instanceof StorageTroubleError && error.kind === 'disk-full'
    if (!isFull || !storage.reserve.release()) throw error
    return openOrMend(storage, key, log)
  }
}

async function openOrMend(storage: Storage, key: string, log: AgentHost['log']): Promise<Database> {
  try {
    if (isMissing(storage)) throw new StorageTroubleError('damaged', '本机数据文件不见了')
    return await open(storage, key)
  } catch (error) {
    if (!(error instanceof StorageTroubleError) || error.kind !== 'damaged' || error.cause) throw error
    log.error('the database is damaged, mending it')
    mend(storage, key)
    return open(storage, key)
  }
}

/** A mending that does not succeed leaves the damaged file where it is, and the user to decide. */
function mend(storage: Storage, key: string): void {
  try {
    mendDatabase(storage, key)
  } catch (error) {
    if (isDiskFull(error)) {
      throw new StorageTroubleError(
        'disk-full',
        '本机数据已损坏，磁盘空间不够，不能自动修复，请清理磁盘后重新打开客户端',
      )
    }
    if (!(error instanceof Sqlite.SqliteError)) throw error
    throw new StorageTroubleError(
      'damaged',
      '本机数据已损坏，自动修复没有成功。文件没有改动，可以选择一份备份恢复，或重新开始（旧文件保留）',
      { cause: error },
    )
  }
}

function open(storage: Storage, key: string): Promise<Database> {
  return openDatabase({ dataDir: storage.dataDir, secrets: storage.secrets }, async () => {
    const trouble = await storage.backups.make(storage.file, key)
    if (trouble === 'disk-full') {
      throw new StorageTroubleError(
        'disk-full',
        '磁盘空间不够，升级前不能备份本机数据，请清理磁盘后重新打开客户端',
      )
    }
    if (trouble) throw new StorageTroubleError('damaged', '升级前备份本机数据时发现文件已损坏')
  })
}

/** An empty file is where a first start was cut off, unless there has been more. */
function isMissing(storage: Storage): boolean {
  const sizeBytes = storage.files.sizeOf(storage.file) ?? 0
  return sizeBytes === 0 && storage.backups.list().length > 0
}

function hasData(storage: Storage): boolean {
  return storage.files.sizeOf(storage.file) !== null || storage.backups.list().length > 0
}
