import type { Database } from 'better-sqlite3'
import { isDamage } from '../storage/database.ts'

export type Row = Record<string, unknown>
export interface SalvagedTable {
  rows: Row[]
  /** Every row of the table could be read. */
  complete: boolean
}
export type Salvaged = ReadonlyMap<string, SalvagedTable>

/** How far to look for the next readable row behind an unreadable one: rows that lie in one damaged page have numbers next to each other. */
const PROBES_MAX = 100_000

/** Everything that can still be read of a damaged database, table by table; a page that cannot be read costs only the rows on it. */
export function salvage(damaged: Database): Salvaged {
  const found = new Map<string, SalvagedTable>()
  for (const table of tableNames(damaged)) found.set(table, salvageTable(damaged, table))
  return found
}

function tableNames(db: Database): string[] {
  return unlessDamaged(
    () =>
      db
        .prepare<[], string>(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version'",
        )
        .pluck()
        .all(),
    [],
  )
}

/** By rowid, because that needs no index: indexes may be damaged as well. */
function salvageTable(db: Database, table: string): SalvagedTable {
  const rows: Row[] = []
  let complete = true
  let last = 0
  const read = db.prepare<[number], Row>(
    `SELECT rowid AS salvaged_rowid, * FROM "${table}" NOT INDEXED WHERE rowid > ? ORDER BY rowid`,
  )
  const probe = db
    .prepare<[number], number>(
      `SELECT rowid FROM "${table}" NOT INDEXED WHERE rowid > ? ORDER BY rowid LIMIT 1`,
    )
    .pluck()
  for (;;) {
    const before = last
    const ended = unlessDamaged(() => {
      for (const { salvaged_rowid, ...row } of read.iterate(last)) {
        rows.push(row)
        last = Number(salvaged_rowid)
      }
      return true
    }, false)
    if (ended) return { rows, complete }
    complete = false
    // Nothing is read behind `last`: the next row is on a bad page, or its own overflow is.
    const next = nextReadable(probe, last, last === before)
    if (next === null) return { rows, complete }
    last = next - 1
  }
}

/** The next row's number that can be found behind `last`; with `skipOne`, not the very next one, which was tried in vain. */
function nextReadable(
  probe: { get(from: number): number | undefined },
  last: number,
  skipOne: boolean,
): number | null {
  const first = skipOne ? last + 1 : last
  for (let from = first; from < first + PROBES_MAX; from++) {
    const found = unlessDamaged(() => probe.get(from) ?? null, 'damaged')
    if (found !== 'damaged') return found
  }
  return null
}

function unlessDamaged<T, Other>(work: () => T, otherwise: Other): T | Other {
  try {
    return work()
  } catch (error) {
    if (isDamage(error)) return otherwise
    throw error
  }
}
