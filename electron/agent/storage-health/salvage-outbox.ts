import type { Database } from 'better-sqlite3'
import type { Row, SalvagedTable } from './salvage.ts'
import { insertRows } from './table-rows.ts'

/** What makes a change the same change, whatever became of it. */
const CONTENT = ['name', 'version', 'record_id', 'base_rev', 'set_fields', 'base_fields', 'created_at']

/**
 * The outbox of the copy and what could be read of the damaged one, as one outbox. Every row keeps its number: where one could not be read and the server still expects
 * it, the next push learns so, and what stands behind it moves up then (storage/renumber.ts). Answers how many unsent and refused changes the copy did not have.
 */
export function mergeOutbox(db: Database, table: SalvagedTable): number {
  const copied = db.prepare<[], Row>('SELECT * FROM outbox').all()
  const known = new Set(copied.map(identity))
  if (table.complete) db.exec('DELETE FROM outbox')
  insertRows(db, 'outbox', table.rows)
  if (!table.complete) appendDisplaced(db, copied, table.rows)
  db.exec(
    `UPDATE workspace SET last_seq = max(last_seq,
       coalesce((SELECT max(seq) FROM outbox WHERE workspace_id = workspace.id), 0))`,
  )
  const saved = table.rows.filter((row) => isOpen(row) && !known.has(identity(row)))
  return new Set(saved.map(identity)).size
}

const isOpen = (row: Row) => row['state'] === 'pending' || row['state'] === 'parked'
const identity = (row: Row) => JSON.stringify([row['workspace_id'], ...CONTENT.map((column) => row[column])])
const place = (row: Row) => `${String(row['workspace_id'])} ${String(row['seq'])}`

/** A change of the copy whose number another has taken since, and that could not be read under the number it has now. */
function appendDisplaced(db: Database, copied: readonly Row[], salvaged: readonly Row[]): void {
  const taken = new Set(salvaged.map(place))
  const contents = new Set(salvaged.map(identity))
  const next = db
    .prepare<[unknown, unknown], number>(
      `SELECT 1 + max(last_seq, coalesce((SELECT max(seq) FROM outbox WHERE workspace_id = ?), 0))
       FROM workspace WHERE id = ?`,
    )
    .pluck()
  for (const row of copied) {
    if (!isOpen(row) || !taken.has(place(row)) || contents.has(identity(row))) continue
    const id = row['workspace_id']
    const seq = next.get(id, id)
    if (seq !== undefined) insertRows(db, 'outbox', [{ ...row, state: 'pending', seq }])
  }
}
