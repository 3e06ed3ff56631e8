import type { Database } from 'better-sqlite3'
import { recomputeRecords } from './recompute-records.ts'
import type { Row, Salvaged, SalvagedTable } from './salvage.ts'
import { mergeOutbox } from './salvage-outbox.ts'
import { insertRows, tablesOf } from './table-rows.ts'

export interface Saved {
  savedChanges: number
  savedDrafts: number
}

/** Tables with rules of their own below. */
const SPECIAL = new Set(['workspace', 'record', 'outbox', 'draft', 'meta', 'schema_version'])

/**
 * Puts what could be read of the damaged database into the sound one that takes its place, in one transaction. A table that was read whole is newer than the copy and
 * replaces it; of one that was not, the readable rows do.
 */
export function mergeSalvaged(db: Database, salvaged: Salvaged): Saved {
  db.pragma('foreign_keys = OFF')
  try {
    return db.transaction(() => mergeTables(db, salvaged)).immediate()
  } finally {
    db.pragma('foreign_keys = ON')
  }
}

function mergeTables(db: Database, salvaged: Salvaged): Saved {
  const of = (table: string): SalvagedTable => salvaged.get(table) ?? { rows: [], complete: false }
  for (const table of tablesOf(db)) if (!SPECIAL.has(table)) takeTable(db, table, of(table))
  takeMeta(db, of('meta'))
  const savedDrafts = takeDrafts(db, of('draft'))
  takeWorkspaces(db, of('workspace'), of('record').complete)
  takeRecords(db, of('record'), of('workspace').complete)
  const savedChanges = mergeOutbox(db, of('outbox'))
  onlyOneSession(db, of('session'))
  dropOrphans(db)
  recomputeRecords(db)
  return { savedChanges, savedDrafts }
}

function takeTable(db: Database, table: string, { rows, complete }: SalvagedTable): void {
  if (complete) db.exec(`DELETE FROM "${table}"`)
  insertRows(db, table, rows)
}

/** Recorded prints look the same on a page that was found by itself: a job's id, and an instant. */
function takeMeta(db: Database, { rows, complete }: SalvagedTable): void {
  const isPrint = (row: Row) => /^[0-9a-f-]{36}$/.test(String(row['key']))
  takeTable(db, 'meta', { rows: complete ? rows : rows.filter((row) => !isPrint(row)), complete })
}

function takeDrafts(db: Database, table: SalvagedTable): number {
  const known = db.prepare<[unknown, unknown, unknown], { content: string; saved_at: string }>(
    'SELECT content, saved_at FROM draft WHERE scope = ? AND form = ? AND subject = ?',
  )
  const latest = new Map(
    table.rows.map((row) => [JSON.stringify([row['scope'], row['form'], row['subject']]), row]),
  )
  const news = [...latest.values()].filter((row) => {
    const here = known.get(row['scope'], row['form'], row['subject'])
    return here?.content !== row['content'] && !(here && here.saved_at > String(row['saved_at']))
  })
  if (table.complete) takeTable(db, 'draft', table)
  else insertRows(db, 'draft', news)
  return news.length
}

/** How far the feed was read counts only together with the records themselves: else the copy's cursor stands, and the feed brings the rest again. */
function takeWorkspaces(db: Database, { rows }: SalvagedTable, recordsComplete: boolean): void {
  const known = db.prepare<[unknown], Row>(
    'SELECT epoch, cursor, snapshot_head, feed_round FROM workspace WHERE id = ?',
  )
  for (const row of rows) {
    const position = known.get(row['id']) ?? { cursor: 0, snapshot_head: null }
    insertRows(db, 'workspace', [recordsComplete ? row : { ...row, ...position }])
  }
}

function takeRecords(db: Database, table: SalvagedTable, workspacesComplete: boolean): void {
  if (table.complete && workspacesComplete) {
    takeTable(db, 'record', table)
    return
  }
  const known = db.prepare<[unknown, unknown, unknown], { base_rev: number }>(
    'SELECT base_rev FROM record WHERE workspace_id = ? AND type = ? AND id = ?',
  )
  const newer = table.rows.filter((row) => {
    const here = known.get(row['workspace_id'], row['type'], row['id'])
    return !here || here.base_rev <= Number(row['base_rev'])
  })
  insertRows(db, 'record', newer)
}

/** Who was signed in last is signed in now. */
function onlyOneSession(db: Database, { rows }: SalvagedTable): void {
  const current = rows.find((row) => row['is_current'] === 1)
  if (current) {
    db.prepare('UPDATE session SET is_current = 0 WHERE account_id <> ?').run(current['account_id'])
  }
}

/** Rows whose workspace could not be read belong to nobody; they stay in the file that is kept aside. */
function dropOrphans(db: Database): void {
  for (const table of ['record', 'outbox', 'conflict', 'attachment']) {
    db.exec(`DELETE FROM "${table}" WHERE workspace_id NOT IN (SELECT id FROM workspace)`)
  }
  db.exec('DELETE FROM print_job WHERE printer_id NOT IN (SELECT id FROM label_printer)')
}
