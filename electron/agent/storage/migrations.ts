import type { Database } from 'better-sqlite3'
import { FailureError } from '../../../domain/contracts/failure.ts'
import * as workspace from './migrations/0001-workspace.ts'
import * as printJobs from './migrations/0002-print-jobs.ts'
import * as nothingLost from './migrations/0003-nothing-lost.ts'
import * as keptDrafts from './migrations/0004-kept-drafts.ts'

interface Migration {
  name: string
  up(db: Database): void
}

/** In order, never changed once released: a later need is a later migration. */
export const MIGRATIONS: readonly Migration[] = [workspace, printJobs, nothingLost, keptDrafts]

/** Brings the database to the newest shape, each step in one transaction. Refuses a database that a newer program has written. */
export function migrate(db: Database): void {
  db.exec('CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT')
  const version = Number(db.prepare('SELECT coalesce(max(number), 0) FROM schema_version').pluck().get())
  if (version > MIGRATIONS.length) {
    throw new FailureError('client-too-old', {
      message: '本机数据由更新版本的客户端写入，请安装新版本后再打开',
    })
  }
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue
    db.transaction(() => {
      migration.up(db)
      db.prepare('INSERT INTO schema_version (number, name) VALUES (?, ?)').run(index + 1, migration.name)
    }).immediate()
  }
}
