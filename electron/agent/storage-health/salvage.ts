import type { Database } from 'better-sqlite3'
import { isDamage } from '../storage/database.ts'

export type Row = Record<string, unknown>
export interface SalvagedTable {
  rows: Row[]
  /** Every row of the table could be read. */
  complete: boolean
}
export type Salvaged = ReadonlyMap<string, SalvagedTable>

/**
 * Everything that can still be read of a damaged database, table by table. `scavenge` finds what SQLite itself does not reach any more; rows with the same key that
 * SQLite could read come after those, because they are certain.
 */
export function salvage(
  damaged: Database,
  tables: readonly string[],
  scavenge: (tables: readonly string[]) => ReadonlyMap<string, Row[]>,
): Salvaged {
  const found = new Map(tables.map((table) => [table, readTable(damaged, table)]))
  const broken = tables.filter((table) => !found.get(table)?.complete)
  if (broken.length > 0) {
    for (const [table, rows] of scavenge(broken)) found.get(table)?.rows.unshift(...rows)
  }
  return found
}

/** In the order of the rows themselves, because that needs no index: indexes may be damaged as well. */
function readTable(db: Database, table: string): SalvagedTable {
  const rows: Row[] = []
  try {
    const read = db.prepare<[], Row>(`SELECT * FROM "${table}" NOT INDEXED ORDER BY rowid`)
    for (const row of read.iterate()) rows.push(row)
    return { rows, complete: true }
  } catch (error) {
    if (isDamage(error) || isUnknownTable(error)) return { rows, complete: false }
    throw error
  }
}

/** A table that a later version brought; or its name could not be read. */
function isUnknownTable(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('no such table')
}
