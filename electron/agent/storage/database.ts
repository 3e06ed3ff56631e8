import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { AgentHost } from '../host.ts'
import { migrate } from './migrations.ts'

export const DATABASE_FILE = 'workstation.db'
const KEY_SECRET = 'database-key'
const SYNCHRONOUS_FULL = 2

/**
 * Opens the workstation's encrypted database (SQLCipher format, key in the host's key store), checks it and brings it to the newest shape.
 * A commit that returned is on the disk. Fails `storage-damaged` with what to do.
 */
export async function openDatabase(host: Pick<AgentHost, 'dataDir' | 'secrets'>): Promise<Database> {
  const file = join(host.dataDir, DATABASE_FILE)
  const key = await databaseKey(host.secrets, existsSync(file))
  const db = new Sqlite(file)
  try {
    prepare(db, key)
    migrate(db)
    return db
  } catch (error) {
    db.close()
    throw isDamage(error)
      ? damaged('本机数据文件已损坏或密钥不符，请从备份恢复；未同步的内容不会被覆盖')
      : error
  }
}

async function databaseKey(secrets: AgentHost['secrets'], databaseExists: boolean): Promise<string> {
  const known = await secrets.read(KEY_SECRET)
  if (known !== null) return known
  // A new key would lock the old data away for good.
  if (databaseExists) throw damaged('本机数据的密钥不见了，打不开已有数据，请恢复系统密钥库后再打开')
  const key = randomBytes(32).toString('hex')
  await secrets.write(KEY_SECRET, key)
  return key
}

function prepare(db: Database, key: string): void {
  db.pragma("cipher = 'sqlcipher'")
  db.pragma(`key = "x'${key}'"`)
  db.pragma('journal_mode = WAL')
  // The build lowers this to NORMAL as soon as WAL is on; then a power cut could take back a save that was reported.
  db.pragma('synchronous = FULL')
  if (db.pragma('synchronous', { simple: true }) !== SYNCHRONOUS_FULL) {
    throw damaged('本机数据库不能保证断电不丢数据，请检查磁盘后再打开')
  }
  db.pragma('foreign_keys = ON')
  db.pragma('busy_timeout = 5000')
  if (!isSound(db)) throw damaged('本机数据文件未通过完整性检查，请从备份恢复')
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
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_FULL') {
      throw new FailureError('storage-full', { message: '磁盘已满，刚才的修改没有保存，请清理磁盘后重试' })
    }
    throw error
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code)
}

const damaged = (message: string) => new FailureError('storage-damaged', { message })
