import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import {
  Kysely,
  PostgresDialect,
  SqliteDialect,
  type SqliteDatabase,
  type SqliteStatement,
  type Transaction,
} from 'kysely'
import pg from 'pg'
import { migrateToLatest } from './migrations.ts'
import type { Tables } from './tables.ts'

/** Either a file of this machine or a PostgreSQL server. */
export type DatabaseLocation = { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string }

/** Opens the database and brings it to the newest migration; whoever opens it calls `destroy`. */
export async function openDatabase(location: DatabaseLocation): Promise<Kysely<Tables>> {
  const db = location.kind === 'sqlite' ? openSqlite(location.path) : openPostgres(location.url)
  try {
    await migrateToLatest(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return db
}

function openSqlite(path: string): Kysely<Tables> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const database = new Database(path)
  // For new files only. Records of 2 KB leave a third of every smaller page empty.
  database.pragma('page_size = 8192')
  database.pragma('journal_mode = WAL')
  // WAL alone lowers this to NORMAL, which loses the last commits in a power cut.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  // A push of 500 records dirties several megabytes: with the 2 MB of the default they are written twice, and pages of indexes go into the file after every push.
  database.pragma('cache_size = -32768')
  database.pragma('wal_autocheckpoint = 2000')
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: preparedOnce(database) }) })
}

const PREPARED_MAX = 500

/** Kysely prepares every statement anew, which takes longer than running most of ours. */
function preparedOnce(database: Database.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    prepare(text) {
      const known = statements.get(text)
      if (known) return known
      const statement = database.prepare(text)
      if (statements.size >= PREPARED_MAX) statements.clear()
      statements.set(text, statement)
      return statement
    },
    close: () => {
      database.close()
    },
  }
}

function openPostgres(url: string): Kysely<Tables> {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  // A broken idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

const DEADLOCK_CODES = new Set(['40P01', '40001'])
const TRANSACTION_TRIES = 4

/** Runs `work` in one transaction and once more where PostgreSQL ended it for a deadlock, so `work` must have no effect outside the database. */
export async function inTransaction<R>(
  db: Kysely<Tables>,
  work: (trx: Transaction<Tables>) => Promise<R>,
): Promise<R> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (tries === TRANSACTION_TRIES || !isDeadlock(error)) throw error
    }
  }
}

/** True where PostgreSQL ended a transaction so that another could go on. */
export function isDeadlock(error: unknown): boolean {
  return DEADLOCK_CODES.has(databaseErrorCode(error))
}

/** True for a refused duplicate, on both engines. */
export function isUniqueViolation(error: unknown): boolean {
  const code = databaseErrorCode(error)
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

function databaseErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
