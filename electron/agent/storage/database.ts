import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { StorageTrouble } from '../../../domain/storage/storage-contract.ts'
import type { AgentHost } from '../host.ts'
import { migrate, MIGRATIONS, schemaVersionOf } from './migrations.ts'

export const DATABASE_FILE = 'workstation.db'
const KEY_SECRET = 'database-key'
const SYNCHRONOUS_FULL = 2
const MIGRATION_FAILED = '升级本机数据时出错，原有数据没有改动，请改用原来版本的客户端，并把日志交给技术支持'

export type TroubleKind = StorageTrouble['kind']
const FAILURE_OF = {
  'key-missing': 'storage-damaged',
  'key-wrong': 'storage-damaged',
  damaged: 'storage-damaged',
  'newer-version': 'client-too-old',
  'disk-full': 'storage-full',
} as const satisfies Record<TroubleKind, string>

/** The database cannot be opened as it lies on the disk; `kind` is why. */
export class StorageTroubleError extends FailureError {
  readonly kind: TroubleKind

  constructor(kind: TroubleKind, message: string, options: { cause?: unknown } = {}) {
    super(FAILURE_OF[kind], { message })
    this.cause = options.cause
    this.name = 'StorageTroubleError'
    this.kind = kind
  }
}

/**
 * Opens the workstation's encrypted database (SQLCipher format, key in the host's key store), checks it and brings it to the newest shape.
 * A commit that returned is on the disk. Fails with a StorageTroubleError; nothing on the disk has changed then.
 * `beforeMigration` is awaited when a database that holds data is about to get a new shape.
 */
export async function openDatabase(
  host: Pick<AgentHost, 'dataDir' | 'secrets'>,
  beforeMigration: () => Promise<void> = () => Promise.resolve(),
): Promise<Database> {
  const file = join(host.dataDir, DATABASE_FILE)
  const key = await databaseKey(host.secrets, existsSync(file))
  const db = openFile(file, key)
  try {
    const version = schemaVersionOf(db)
    if (version > 0 && version < MIGRATIONS.length) await beforeMigration()
    bringUpToDate(db)
    return db
  } catch (error) {
    db.close()
    throw toTrouble(error)
  }
}

/** The key of the database, made on the first start. Fails `key-missing` where data are locked with one that is gone. */
export async function databaseKey(secrets: AgentHost['secrets'], dataExist: boolean): Promise<string> {
  const known = await readKey(secrets)
  if (known !== null) return known
  // A new key would lock the old data away for good.
  if (dataExist) {
    throw new StorageTroubleError(
      'key-missing',
      '本机数据的密钥不见了，打不开已有数据，请恢复系统密钥库后再打开',
    )
  }
  const key = randomBytes(32).toString('hex')
  await secrets.write(KEY_SECRET, key)
  return key
}

/** After this nobody reads what was written with it. */
export function forgetDatabaseKey(secrets: AgentHost['secrets']): Promise<void> {
  return secrets.delete(KEY_SECRET)
}

async function readKey(secrets: AgentHost['secrets']): Promise<string | null> {
  try {
    return await secrets.read(KEY_SECRET)
  } catch (error) {
    throw new StorageTroubleError('key-missing', '系统密钥库打不开，请解锁或修复系统密钥库后重新打开客户端', {
      cause: error,
    })
  }
}

/** Opens one encrypted file for durable work and checks all of it. Fails with a StorageTroubleError. */
export function openFile(file: string, key: string): Database {
  const db = new Sqlite(file)
  try {
    unlock(db, key)
    db.pragma('journal_mode = WAL')
    // The build lowers this to NORMAL as soon as WAL is on; then a power cut could take back a save that was reported.
    db.pragma('synchronous = FULL')
    if (db.pragma('synchronous', { simple: true }) !== SYNCHRONOUS_FULL) {
      throw new StorageTroubleError('damaged', '本机数据库不能保证断电不丢数据，请检查磁盘后再打开')
    }
    db.pragma('foreign_keys = ON')
    db.pragma('busy_timeout = 5000')
    // A page that has left the cache is decrypted and proven again.
    db.pragma('cache_size = -32000')
    // Moving the log into the file costs two syncs: every 8 MB is often enough.
    db.pragma('wal_autocheckpoint = 4000')
    if (!isSound(db)) throw new StorageTroubleError('damaged', '本机数据文件未通过完整性检查，请从备份恢复')
    return db
  } catch (error) {
    db.close()
    throw toTrouble(error)
  }
}

/** A save touches a dozen pages, and each is encrypted and proven whole: halves cost half (storage-health/page-proof.ts reads pages of this size, too). */
export const PAGE_BYTES = 2048

/** Must come before anything else is asked of the file. */
export function unlock(db: Database, key: string): void {
  // Authenticated page by page, and with the machine's own AES instructions a tenth of what SQLCipher costs (docs/decisions/0009).
  db.pragma("cipher = 'aegis'")
  db.pragma("algorithm = 'aegis-256'")
  db.pragma(`key = "x'${key}'"`)
  db.pragma(`page_size = ${PAGE_BYTES}`)
}

/** SQLite's own quick check of the whole file. */
export function isSound(db: Database): boolean {
  return db.pragma('quick_check(1)', { simple: true }) === 'ok'
}

/** One transaction that holds the write lock from its start. A full disk fails `storage-full` and leaves everything as it was. */
export function inTransaction<T>(db: Database, work: () => T): T {
  try {
    return db.inTransaction ? db.transaction(work)() : db.transaction(work).immediate()
  } catch (error) {
    throw isDiskFull(error) ? diskFull(db) : error
  }
}

const whenFull = new WeakMap<Database, () => void>()

/** What gives room back when a write has found none. */
export function onDiskFull(db: Database, makeRoom: () => void): void {
  whenFull.set(db, makeRoom)
}

/** The failure of a save that found no room, after room has been made for the next. */
export function diskFull(db: Database): FailureError {
  whenFull.get(db)?.()
  return new FailureError('storage-full', { message: '磁盘已满，刚才的修改没有保存，请清理磁盘后重试' })
}

/** SQLite says FULL; growing the shared index of the log and files beside the database have words of their own for it. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof Sqlite.SqliteError) return /^SQLITE_(FULL|IOERR_SHMSIZE)$/.test(error.code)
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

export function isDamage(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code)
}

function bringUpToDate(db: Database): void {
  try {
    migrate(db)
  } catch (error) {
    if (error instanceof FailureError) throw new StorageTroubleError('newer-version', error.message)
    if (isDiskFull(error) || isDamage(error)) throw error
    throw new StorageTroubleError('damaged', MIGRATION_FAILED, { cause: error })
  }
}

function toTrouble(error: unknown): unknown {
  if (isDiskFull(error)) {
    return new StorageTroubleError('disk-full', '磁盘已满，打不开本机数据，请清理磁盘后重新打开客户端')
  }
  if (!isDamage(error)) return error
  return new StorageTroubleError(
    'damaged',
    '本机数据文件已损坏或密钥不符，请从备份恢复；未同步的内容不会被覆盖',
  )
}
