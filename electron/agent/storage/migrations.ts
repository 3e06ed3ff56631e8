import type { Database } from 'better-sqlite3'
import { FailureError } from '../../../domain/contracts/failure.ts'
import * as workspace from './migrations/0001-workspace.ts'
import * as printJobs from './migrations/0002-print-jobs.ts'
import * as nothingLost from './migrations/0003-nothing-lost.ts'
import * as keptDrafts from './migrations/0004-kept-drafts.ts'
import * as networkPrinters from './migrations/0005-network-printers.ts'
import * as printOrders from './migrations/0020-print-orders.ts'

interface Migration {
  name: string
  up(db: Database): void
}

/** In order, never changed once released: a later need is a later migration. */
export const MIGRATIONS: readonly Migration[] = [
  workspace,
  printJobs,
  nothingLost,
  keptDrafts,
  networkPrinters,
  printOrders,
]

/** How many migrations this database has had; 0 for a new one. */
export function schemaVersionOf(db: Database): number {
  const known = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'").get()
  if (!known) return 0
  return Number(db.prepare('SELECT coalesce(max(number), 0) FROM schema_version').pluck().get())
}

/** Refuses a database that a newer program has written. */
export function refuseNewer(db: Database): void {
  if (schemaVersionOf(db) <= MIGRATIONS.length) return
  throw new FailureError('client-too-old', {
    message: '本机数据由更新版本的客户端写入，请安装新版本后再打开',
  })
}

/** Brings the database to the newest shape, all steps in one transaction: whatever goes wrong, it stays as it was. */
export function migrate(db: Database, migrations: readonly Migration[] = MIGRATIONS): void {
  refuseNewer(db)
  const version = schemaVersionOf(db)
  if (version === migrations.length) return
  db.transaction(() => {
    db.exec(
      'CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT',
    )
    const note = db.prepare('INSERT INTO schema_version (number, name) VALUES (?, ?)')
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue
      migration.up(db)
      note.run(index + 1, migration.name)
    }
  }).immediate()
}
