import type { Database } from 'better-sqlite3'
import type { RecordType } from '../../../domain/records/records.ts'
import type { Fields } from '../../../domain/sync/merge.ts'
import type { Outbox, OutboxRow } from './outbox.ts'
import { overlay, type Patch } from './record-overlay.ts'

export interface CopyRow {
  id: string
  baseRev: number
  base: Fields | null
  body: Fields | null
  deleted: boolean
}

/** This workstation's copy of the feed: what the server last said, and the same with the outgoing changes put on top. */
export interface RecordCopy {
  get(type: RecordType, id: string): CopyRow | null
  /** The server's revision that stands here; 0 while it has none. */
  baseRev(type: RecordType, id: string): number
  /** Records with a body, in the order in which they came to be known here. */
  list(type: RecordType): CopyRow[]
  /** Records whose body has exactly this text in this field, by an index: the cost does not grow with their number. */
  having(key: IndexedKey, text: string): CopyRow[]
  putBody(type: RecordType, id: string, body: Fields): void
  /**
   * Takes what the feed says and puts the outgoing changes on top anew. `base` null is a tombstone: the last known body is kept, for changes that are still on their way.
   * `round` is the reading of the feed that named it.
   */
  takeBase(type: RecordType, id: string, rev: number, base: Fields | null, round: number): void
  /** Records with a base that an earlier reading of the feed named and no later one, at most `limit`. */
  unnamedSince(round: number, limit: number): { type: RecordType; id: string; baseRev: number }[]
  /** The server's body with every change that it has agreed to or not yet answered; null when it has none. */
  expected(type: RecordType, id: string): Fields | null
  recompute(type: RecordType, id: string): void
}

/** What people must not enter twice; migration 0003 keeps an index for each. */
export const INDEXED_KEYS = {
  'project.contractNumber': { type: 'project', field: 'contractNumber' },
  'operator.idNumber': { type: 'operator', field: 'idNumber' },
  'operator.certificateNumber': { type: 'operator', field: 'certificateNumber' },
} as const satisfies Record<string, { type: RecordType; field: string }>
export type IndexedKey = keyof typeof INDEXED_KEYS

/** What the server last said, as a row keeps it before its body changes: most records stand here as they stand there, and are kept once. */
const STORED_BASE =
  'coalesce(record.base_body, CASE WHEN record.base_rev > 0 AND record.deleted = 0 THEN record.body END)'

interface StoredRow {
  id: string
  base_rev: number
  /** null on a row with a base: the body is as the server says. */
  base_body: string | null
  body: string | null
  deleted: number
}

export function createRecordCopy(db: Database, workspaceId: number, outbox: Outbox): RecordCopy {
  const one = db.prepare<unknown[], StoredRow>(
    'SELECT * FROM record WHERE workspace_id = ? AND type = ? AND id = ?',
  )
  // The plus keeps the planner from walking every record of every type in the order of their rowids.
  const all = db.prepare<unknown[], StoredRow>(
    'SELECT * FROM record WHERE workspace_id = ? AND type = ? AND body IS NOT NULL ORDER BY +rowid',
  )
  const havingKey = (key: IndexedKey) => {
    const { type, field } = INDEXED_KEYS[key]
    return db.prepare<unknown[], StoredRow>(
      // Literals, because a partial index on an expression is only used where both stand in the statement itself.
      `SELECT * FROM record WHERE workspace_id = ? AND type = '${type}' AND json_extract(body, '$.${field}') = ?`,
    )
  }
  const keyed = new Map<IndexedKey, ReturnType<typeof havingKey>>()
  const get = (type: RecordType, id: string): CopyRow | null => {
    const row = one.get(workspaceId, type, id)
    return row ? toRow(row) : null
  }
  const baseRev = db
    .prepare<unknown[], number>('SELECT base_rev FROM record WHERE workspace_id = ? AND type = ? AND id = ?')
    .pluck()
  const putBody = db.prepare(
    `INSERT INTO record (workspace_id, type, id, base_rev, body) VALUES (?, ?, ?, 0, ?)
     ON CONFLICT (workspace_id, type, id) DO UPDATE SET base_body = ${STORED_BASE}, body = excluded.body`,
  )
  const putBase = db.prepare(
    `INSERT INTO record (workspace_id, type, id, base_rev, base_body, deleted, feed_round) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (workspace_id, type, id) DO UPDATE SET base_rev = excluded.base_rev,
       base_body = coalesce(excluded.base_body, ${STORED_BASE}), deleted = excluded.deleted, feed_round = excluded.feed_round`,
  )
  const putBoth = db.prepare(
    `INSERT INTO record (workspace_id, type, id, base_rev, body, deleted, feed_round) VALUES (@workspaceId, @type, @id, @rev, @text, 0, @round)
     ON CONFLICT (workspace_id, type, id) DO UPDATE SET base_rev = excluded.base_rev,
       base_body = NULL, body = excluded.body, deleted = 0, feed_round = excluded.feed_round`,
  )
  const unnamed = db.prepare<unknown[], { type: RecordType; id: string; baseRev: number }>(
    `SELECT type, id, base_rev AS baseRev FROM record
      WHERE workspace_id = ? AND feed_round < ? AND base_rev > 0 LIMIT ?`,
  )
  const setBody = db.prepare(
    `UPDATE record SET base_body = ${STORED_BASE}, body = ? WHERE workspace_id = ? AND type = ? AND id = ?`,
  )
  const drop = db.prepare('DELETE FROM record WHERE workspace_id = ? AND type = ? AND id = ?')
  const recompute = (type: RecordType, id: string) => {
    const row = get(type, id)
    if (!row) return
    const onTop = patchesOn(row, outbox.ofRecord(type, id), true)
    const body = row.deleted && onTop.length === 0 ? null : overlay(row.base, onTop)
    if (body === null && row.base === null) drop.run(workspaceId, type, id)
    else setBody.run(body === null ? null : JSON.stringify(body), workspaceId, type, id)
  }

  return {
    get,
    baseRev: (type, id) => baseRev.get(workspaceId, type, id) ?? 0,
    list: (type) => all.all(workspaceId, type).map(toRow),
    having: (key, text) => {
      const statement = keyed.get(key) ?? havingKey(key)
      keyed.set(key, statement)
      return statement.all(workspaceId, text).map(toRow)
    },
    putBody: (type, id, body) => void putBody.run(workspaceId, type, id, JSON.stringify(body)),
    takeBase: (type, id, rev, base, round) => {
      const text = base === null ? null : JSON.stringify(base)
      if (text !== null && !outbox.holdsBack(type, id, rev)) {
        putBoth.run({ workspaceId, type, id, rev, text, round })
        return
      }
      putBase.run(workspaceId, type, id, rev, text, text === null ? 1 : 0, round)
      recompute(type, id)
    },
    unnamedSince: (round, limit) => unnamed.all(workspaceId, round, limit),
    expected: (type, id) => {
      const row = get(type, id)
      return row && expectedOf(row, outbox.ofRecord(type, id))
    },
    recompute,
  }
}

/** The server's body with every change of these that it has agreed to or not yet answered; null when it has none. */
export function expectedOf(row: CopyRow, entries: readonly OutboxRow[]): Fields | null {
  return overlay(row.base, patchesOn(row, entries, false))
}

function patchesOn(row: CopyRow, entries: readonly OutboxRow[], withRefused: boolean): Patch[] {
  return entries
    .filter((entry) => isOnTop(entry, row.baseRev, withRefused))
    .flatMap(({ patch }) => (patch ? [patch] : []))
}

/** Answered changes stay on top until the server's own version of them has arrived, so that a saved value never flickers back. */
function isOnTop(row: OutboxRow, baseRev: number, withRefused: boolean): boolean {
  if (row.state === 'pending') return true
  if (row.state === 'parked') return withRefused && row.staysVisible
  return row.state === 'acked' && (row.resultRev ?? 0) > baseRev
}

// Safe: written only by putBody, putBase and recompute, as JSON objects.
const parse = (text: string | null) => (text === null ? null : (JSON.parse(text) as Fields))

function toRow(row: StoredRow): CopyRow {
  return {
    id: row.id,
    baseRev: row.base_rev,
    // What stands on a tombstone was typed here; the server never said it.
    base: parse(row.base_body ?? (row.base_rev > 0 && row.deleted === 0 ? row.body : null)),
    body: parse(row.body),
    deleted: row.deleted === 1,
  }
}
