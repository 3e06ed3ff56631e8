import type { Database } from 'better-sqlite3'
import type { RecordType } from '../../../domain/records/records.ts'
import type { OutboxRow } from './outbox.ts'

/** One field in which this workstation's value lost; nobody has decided yet. */
export interface OpenConflict {
  recordType: RecordType
  recordId: string
  field: string
  /** The mutation whose value lost. */
  seq: number
  mine: unknown
  base: unknown
  /** The server's revision that holds the other side's value. */
  atRev: number
  keptAt: string | null
  /** The server's value that an undone decision puts back; undefined for a conflict that was never decided. */
  putBack: unknown
}

export interface Decision {
  id: number
  /** The mutation that went out with the values of this side; null where none was needed. */
  sentSeq: number | null
}

/** A field of a taken-back decision, as it had been decided. */
export interface DecidedField extends OpenConflict {
  choice: 'mine' | 'theirs'
  theirs: unknown
  resolvedBy: number
}

/**
 * Values of this workstation that lost against another's. A row is never deleted: it is open until somebody has decided or saved the field anew, and afterwards still
 * tells what was typed.
 */
export interface Conflicts {
  keep(row: OutboxRow, fields: readonly string[], atRev: number, at: string): void
  /** Records of this type with an open conflict. */
  recordsOf(type: RecordType): ReadonlySet<string>
  /** Mutations with an open conflict. */
  seqs(): ReadonlySet<number>
  /** Open rows of one record, or of all; oldest mutation first. */
  open(record?: { type: RecordType; id: string }): OpenConflict[]
  /** Closes what a later save of these fields settles; of every field for a save that names none. */
  resolve(type: RecordType, recordId: string, bySeq: number, fields: readonly string[]): void
  /** The user is content with the server's values. */
  settle(seq: number): void
  nextDecision(): number
  /** Closes every open row of the field. */
  decide(one: OpenConflict, choice: 'mine' | 'theirs', theirs: unknown, decision: Decision): void
  decided(decisionId: number): DecidedField[]
  reopen(decisionId: number): void
}

interface StoredRow {
  record_type: RecordType
  record_id: string
  field: string
  seq: number
  mine: string | null
  base: string | null
  at_rev: number
  resolved_by: number | null
  kept_at: string | null
  choice: 'mine' | 'theirs' | null
  theirs: string | null
}

export function createConflicts(db: Database, workspaceId: number): Conflicts {
  const own = `workspace_id = ${String(workspaceId)}`
  const insert = db.prepare(
    // Offered again after the server was restored: what was decided stays decided.
    `INSERT INTO conflict (workspace_id, record_type, record_id, field, seq, mine, base, at_rev, kept_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (workspace_id, seq, field) DO UPDATE SET at_rev = excluded.at_rev`,
  )
  const records = db
    .prepare<[RecordType], string>(
      `SELECT DISTINCT record_id FROM conflict WHERE ${own} AND resolved_by IS NULL AND record_type = ?`,
    )
    .pluck()
  const seqs = db
    .prepare<[], number>(`SELECT DISTINCT seq FROM conflict WHERE ${own} AND resolved_by IS NULL`)
    .pluck()
  const open = db.prepare<[], StoredRow>(
    `SELECT * FROM conflict WHERE ${own} AND resolved_by IS NULL ORDER BY seq, field`,
  )
  const resolve = db.prepare(
    `UPDATE conflict SET resolved_by = @bySeq WHERE ${own} AND resolved_by IS NULL AND record_type = @type AND record_id = @recordId
       AND (@fields = '[]' OR field IN (SELECT value FROM json_each(@fields)))`,
  )
  return {
    keep: (row, fields, atRev, at) => {
      for (const field of fields) {
        const mine = JSON.stringify(row.patch?.after[field] ?? row.set[field] ?? null)
        const base = JSON.stringify(row.patch?.before?.[field] ?? null)
        insert.run(workspaceId, row.recordType, row.recordId, field, row.seq, mine, base, atRev, at)
      }
    },
    recordsOf: (type) => new Set(records.all(type)),
    seqs: () => new Set(seqs.all()),
    open: (record) =>
      open
        .all()
        .filter((row) => !record || (row.record_type === record.type && row.record_id === record.id))
        .map(toOpen),
    resolve: (type, recordId, bySeq, fields) =>
      void resolve.run({ type, recordId, bySeq, fields: JSON.stringify(fields) }),
    settle: (seq) =>
      void db
        .prepare(`UPDATE conflict SET resolved_by = seq WHERE ${own} AND seq = ? AND resolved_by IS NULL`)
        .run(seq),
    ...deciding(db, own),
  }
}

function deciding(
  db: Database,
  own: string,
): Pick<Conflicts, 'nextDecision' | 'decide' | 'decided' | 'reopen'> {
  return {
    nextDecision: () =>
      Number(db.prepare(`SELECT coalesce(max(decision), 0) + 1 FROM conflict WHERE ${own}`).pluck().get()),
    decide: ({ recordType, recordId, field }, choice, theirs, { id, sentSeq }) =>
      void db
        .prepare(
          `UPDATE conflict SET resolved_by = coalesce(?, seq), choice = ?, theirs = ?, decision = ?
           WHERE ${own} AND record_type = ? AND record_id = ? AND field = ? AND resolved_by IS NULL`,
        )
        .run(sentSeq, choice, JSON.stringify(theirs ?? null), id, recordType, recordId, field),
    decided: (decisionId) =>
      db
        .prepare<[number], StoredRow>(
          `SELECT * FROM conflict WHERE ${own} AND decision = ? ORDER BY seq, field`,
        )
        .all(decisionId)
        .map(toDecided),
    reopen: (decisionId) =>
      void db
        .prepare(
          `UPDATE conflict SET resolved_by = NULL, choice = NULL, decision = NULL WHERE ${own} AND decision = ?`,
        )
        .run(decisionId),
  }
}

function toOpen(row: StoredRow): OpenConflict {
  return {
    recordType: row.record_type,
    recordId: row.record_id,
    field: row.field,
    seq: row.seq,
    mine: parse(row.mine),
    base: parse(row.base),
    atRev: row.at_rev,
    keptAt: row.kept_at,
    putBack: row.theirs === null ? undefined : parse(row.theirs),
  }
}

function toDecided(row: StoredRow): DecidedField {
  return {
    ...toOpen(row),
    choice: row.choice ?? 'theirs',
    theirs: parse(row.theirs),
    resolvedBy: row.resolved_by ?? row.seq,
  }
}

const parse = (text: string | null): unknown => (text === null ? null : JSON.parse(text))
