import type { Database } from 'better-sqlite3'
import type { RecordType } from '../../../domain/records/records.ts'
import type { Fields } from '../../../domain/sync/merge.ts'
import type { Mutation, MutationName, OutboxEntry } from '../../../domain/sync/sync-contract.ts'
import type { Patch } from './record-overlay.ts'

export type OutboxState = 'pending' | 'acked' | 'parked' | 'discarded'

/** One outgoing mutation with its effect on this workstation. Content never changes once written. */
export interface OutboxRow {
  seq: number
  name: MutationName
  recordType: RecordType | null
  recordId: string
  title: string
  set: Fields
  blobs: string[]
  patch: Patch | null
  staysVisible: boolean
  createdAt: string
  state: OutboxState
  attempts: number
  triedAt: string | null
  message: string | null
  resultRev: number | null
}

export interface NewOutboxRow extends Omit<
  OutboxRow,
  'state' | 'attempts' | 'triedAt' | 'message' | 'resultRev'
> {
  version: number
  baseRev: number
  base: Fields
}

interface StoredRow {
  seq: number
  name: MutationName
  version: number
  record_type: RecordType | null
  record_id: string
  base_rev: number
  title: string
  set_fields: string
  base_fields: string
  blobs: string
  patch_before: string | null
  patch: string | null
  stays_visible: number
  created_at: string
  state: OutboxState
  attempts: number
  tried_at: string | null
  message: string | null
  result_rev: number | null
}

export interface Outbox {
  insert(row: NewOutboxRow): void
  get(seq: number): OutboxRow | null
  /** Rows in any of these states, oldest first. */
  inStates(states: readonly OutboxState[]): OutboxRow[]
  count(state: OutboxState): number
  ofRecord(type: RecordType, id: string): OutboxRow[]
  ofType(type: RecordType): Pick<OutboxRow, 'seq' | 'recordId' | 'state' | 'message' | 'staysVisible'>[]
  /** Pending mutations as they go over the wire, oldest first. */
  mutations(limit: number): Mutation[]
  countAttempt(upToSeq: number): void
  settle(
    seq: number,
    outcome: { state: OutboxState; rev: number | null; message: string | null; at: string },
  ): void
  setPatch(seq: number, patch: Patch | null): void
  /** Something else stands for this given-up row: it cannot be taken back any more. */
  setReplaced(seq: number, bySeq: number): void
  /** One row as it goes or went over the wire. */
  mutation(seq: number): Mutation | null
  /** Everything from this number on is offered again: the server lost it. */
  offerAgain(fromSeq: number): void
}

export function createOutbox(db: Database, workspaceId: number): Outbox {
  const select = (where: string) =>
    db.prepare<unknown[], StoredRow>(
      `SELECT * FROM outbox WHERE workspace_id = ${workspaceId} AND ${where} ORDER BY seq`,
    )
  const bySeq = select('seq = ?')
  const byRecord = select('record_type = ? AND record_id = ?')
  const byState = select('state IN (SELECT value FROM json_each(?))')
  const byType = select("record_type = ? AND state IN ('pending', 'parked')")
  const pending = db.prepare<[number], StoredRow>(
    `SELECT * FROM outbox WHERE workspace_id = ${workspaceId} AND state = 'pending' ORDER BY seq LIMIT ?`,
  )
  const count = db
    .prepare<[OutboxState]>(`SELECT count(*) FROM outbox WHERE workspace_id = ${workspaceId} AND state = ?`)
    .pluck()
  return {
    insert: (row) => insertRow(db, workspaceId, row),
    get: (seq) => bySeq.all(seq).map(toRow)[0] ?? null,
    inStates: (states) => byState.all(JSON.stringify(states)).map(toRow),
    count: (state) => Number(count.get(state)),
    ofRecord: (type, id) => byRecord.all(type, id).map(toRow),
    ofType: (type) => byType.all(type).map(toRow),
    mutations: (limit) => pending.all(limit).map(toMutation),
    countAttempt: (upToSeq) =>
      void db
        .prepare(
          "UPDATE outbox SET attempts = attempts + 1 WHERE workspace_id = ? AND state = 'pending' AND seq <= ?",
        )
        .run(workspaceId, upToSeq),
    settle: (seq, { state, rev, message, at }) =>
      void db
        .prepare(
          'UPDATE outbox SET state = ?, result_rev = ?, message = ?, answered_at = ? WHERE workspace_id = ? AND seq = ?',
        )
        .run(state, rev, message, at, workspaceId, seq),
    setPatch: (seq, patch) =>
      void db
        .prepare('UPDATE outbox SET patch_before = ?, patch = ? WHERE workspace_id = ? AND seq = ?')
        .run(toJson(patch?.before), toJson(patch?.after), workspaceId, seq),
    setReplaced: (seq, bySeq) =>
      void db
        .prepare(
          'UPDATE outbox SET replaced_by = ? WHERE workspace_id = ? AND seq = ? AND replaced_by IS NULL',
        )
        .run(bySeq, workspaceId, seq),
    mutation: (seq) => bySeq.all(seq).map(toMutation)[0] ?? null,
    offerAgain: (fromSeq) =>
      void db
        .prepare("UPDATE outbox SET state = 'pending', result_rev = NULL WHERE workspace_id = ? AND seq >= ?")
        .run(workspaceId, fromSeq),
  }
}

function insertRow(db: Database, workspaceId: number, row: NewOutboxRow): void {
  db.prepare(
    `INSERT INTO outbox (workspace_id, seq, name, version, record_type, record_id, base_rev, title, set_fields, base_fields,
      blobs, patch_before, patch, stays_visible, created_at, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')`,
  ).run(
    workspaceId,
    row.seq,
    row.name,
    row.version,
    row.recordType,
    row.recordId,
    row.baseRev,
    row.title,
    JSON.stringify(row.set),
    JSON.stringify(row.base),
    JSON.stringify(row.blobs),
    toJson(row.patch?.before),
    toJson(row.patch?.after),
    row.staysVisible ? 1 : 0,
    row.createdAt,
  )
}

const toJson = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))

function toRow(row: StoredRow): OutboxRow {
  return {
    seq: row.seq,
    name: row.name,
    recordType: row.record_type,
    recordId: row.record_id,
    title: row.title,
    set: parseFields(row.set_fields),
    blobs: parseTexts(row.blobs),
    patch:
      row.patch === null ? null : { before: parseBefore(row.patch_before), after: parseFields(row.patch) },
    staysVisible: row.stays_visible === 1,
    createdAt: row.created_at,
    state: row.state,
    attempts: row.attempts,
    triedAt: row.tried_at,
    message: row.message,
    resultRev: row.result_rev,
  }
}

function toMutation(row: StoredRow): Mutation {
  return {
    seq: row.seq,
    name: row.name,
    version: row.version,
    recordId: row.record_id,
    baseRev: row.base_rev,
    set: parseFields(row.set_fields),
    base: parseFields(row.base_fields),
    blobs: parseTexts(row.blobs),
    clientTime: row.created_at,
  }
}

/** The words 同步中心 shows for one row. */
export function toEntry(row: OutboxRow, sendingUpTo: number, inConflict: boolean): OutboxEntry {
  const sending = row.seq <= sendingUpTo
  const state = inConflict ? 'conflict' : row.state === 'parked' ? 'refused' : sending ? 'sending' : 'waiting'
  return {
    seq: row.seq,
    name: row.name,
    recordType: row.recordType,
    recordId: row.recordId,
    title: row.title,
    state,
    createdAt: row.createdAt,
    attempts: row.attempts,
    triedAt: row.triedAt,
    waitsFor: state === 'waiting' ? 'turn' : null,
    message: inConflict
      ? '其他工作站也修改了同样的内容，现为对方的值；需要改回的，请在原处重新填写并保存'
      : row.message,
  }
}

// Safe: these columns are written only by insertRow and setPatch, as JSON of these shapes.
const parseFields = (text: string) => JSON.parse(text) as Fields
const parseBefore = (text: string | null) => (text === null ? null : parseFields(text))
// Safe: as above.
const parseTexts = (text: string) => JSON.parse(text) as string[]
