/**
 * `node tests/support/database-fixtures/make-database-fixtures.ts [version …]`: writes v1.db, v2.db … as a program of that version would have left them. Only versions that were never
 * released may be made again.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { unlock } from '../../../electron/agent/storage/database.ts'
import { migrate, MIGRATIONS } from '../../../electron/agent/storage/migrations.ts'
import { FIXTURE_KEY, FIXTURE_ROWS } from './fixture-rows.ts'

const asked = process.argv.slice(2).map(Number)
const versions = MIGRATIONS.map((_, index) => index + 1)
for (const version of asked.length > 0 ? asked : versions) {
  const file = join(import.meta.dirname, `v${String(version)}.db`)
  rmSync(file, { force: true })
  const db = new Sqlite(file)
  unlock(db, FIXTURE_KEY)
  migrate(db, MIGRATIONS.slice(0, version))
  for (const tables of FIXTURE_ROWS.slice(0, version)) {
    for (const [table, rows] of Object.entries(tables)) {
      for (const row of rows) {
        const columns = Object.keys(row)
        const places = columns.map(() => '?').join(', ')
        db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`).run(Object.values(row))
      }
    }
  }
  db.close()
  console.log(file)
}
