import type { Database } from 'better-sqlite3'
import type { Row } from './salvage.ts'

export function tablesOf(db: Database): string[] {
  return db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all()
}

export function columnsOf(db: Database, table: string): string[] {
  return db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table)
}

/** Puts rows in, in the place of those with the same key. Columns that only one side knows are left out, or have their defaults. */
export function insertRows(db: Database, table: string, rows: readonly Row[]): void {
  const known = columnsOf(db, table)
  for (const row of rows) {
    const columns = known.filter((column) => column in row)
    db.prepare(
      `INSERT OR REPLACE INTO "${table}" (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    ).run(columns.map((column) => row[column]))
  }
}
