import type { Database } from 'better-sqlite3'
import type { RecordType } from '../../../domain/records/records.ts'
import type { Fields } from '../../../domain/sync/merge.ts'
import type { Mutation } from '../../../domain/sync/sync-contract.ts'
import {
  toMutation,
  toOutboxRow,
  toOutgoing,
  toStoredPatch,
  type OutboxRow,
  type OutboxState,
  type OutgoingMutation,
  type StoredOutboxRow,
} from './outbox-rows.ts'
import type { Patch } from './record-overlay.ts'

export type { OutboxRow, OutboxState } from './outbox-rows.ts'

export interface NewOutboxRow extends Omit<
  OutboxRow,
  'state' | 'attempts' | 'triedAt' | 'message' | 'resultRev'
> {
  version: number
  baseRev: number
  base: Fields
}

export interface Outcome {
  state: OutboxState
  rev: number | null
  message: string | null
  at: string
}

export interface Outbox {
  /** The next number of this workspace; taken in the mutation's own transaction, so that there is never a gap. */
  takeSeq(): number
  /** Files that the row names are to be sent from now on. */
  insert(row: NewOutboxRow): void
  get(seq: number): OutboxRow | null
  /** Rows in any of these states, oldest first. */
  inStates(states: readonly OutboxState[]): OutboxRow[]
  count(state: OutboxState): number
  /**
   * What of a record still matters here, oldest first: what is unanswered, refused, or given up and not replaced, and what the server has agreed to but the feed has
   * not brought back yet. Costs the same however often the record was saved before.
   */
  ofRecord(type: RecordType, id: string): OutboxRow[]
  /** What of a record is unanswered or refused, without its content. */
  openOfRecord(type: RecordType, id: string): Pick<OutboxRow, 'seq' | 'state' | 'message'>[]
  /** False when the record is as the server says at this revision. */
  holdsBack(type: RecordType, id: string, rev: number): boolean
  ofType(type: RecordType): Pick<OutboxRow, 'seq' | 'recordId' | 'state' | 'message'>[]
  /** Pending mutations, oldest first. */
  mutations(limit: number): Mutation[]
  /** The same as they go over the wire. */
  outgoing(limit: number, afterSeq: number): OutgoingMutation[]
  /** The lowest number without an answer; null when every one is answered. */
  firstPending(): number | null
  /** These were sent in vain. Answers which types of records they would have changed. */
  countAttempt(fromSeq: number, upToSeq: number, at: string): RecordType[]
  settle(seq: number, outcome: Outcome): void
  /** Settles what is still unanswered; null for anything else, which keeps its first answer. */
  answer(seq: number, outcome: Outcome): { recordType: RecordType | null; recordId: string } | null
  setPatch(seq: number, patch: Patch | null): void
  /** Something else stands for this given-up row: it cannot be taken back any more. */
  setReplaced(seq: number, bySeq: number): void
  /** One row as it goes or went over the wire. */
  mutation(seq: number): Mutation | null
}

export function createOutbox(db: Database, workspaceId: number): Outbox {
  const own = `workspace_id = ${String(workspaceId)}`
  return { ...finding(db, own), ...sending(db, own), ...settling(db, own), ...inserting(db, workspaceId) }
}

/** Each state on its own, so that each is one range of the index; named, because the planner would rather walk all that is pending in its order. */
const ofRecordSql = (own: string) =>
  [
    "state = 'pending'",
    "state = 'parked'",
    "state = 'discarded' AND replaced_by IS NULL",
    `state = 'acked' AND result_rev > coalesce((SELECT base_rev FROM record WHERE ${own} AND type = @type AND id = @id), 0)`,
  ]
    .map(
      (which) =>
        `SELECT * FROM outbox INDEXED BY outbox_by_record WHERE ${own} AND record_type = @type AND record_id = @id AND ${which}`,
    )
    .join(' UNION ALL ')

type Finding =
  'get' | 'mutation' | 'inStates' | 'count' | 'ofRecord' | 'openOfRecord' | 'holdsBack' | 'ofType'

function finding(db: Database, own: string): Pick<Outbox, Finding> {
  const bySeq = db.prepare<[number], StoredOutboxRow>(`SELECT * FROM outbox WHERE ${own} AND seq = ?`)
  const byRecord = db.prepare<[{ type: RecordType; id: string }], StoredOutboxRow>(
    `${ofRecordSql(own)} ORDER BY seq`,
  )
  const openByRecord = db.prepare<[RecordType, string], ReturnType<Outbox['openOfRecord']>[number]>(
    `SELECT seq, state, message FROM outbox INDEXED BY outbox_by_record
     WHERE ${own} AND record_type = ? AND record_id = ? AND state IN ('pending', 'parked') ORDER BY seq`,
  )
  const exists = (which: string) =>
    `EXISTS (SELECT 1 FROM outbox INDEXED BY outbox_by_record WHERE ${own} AND record_type = @type AND record_id = @id AND ${which})`
  const holdsBack = db
    .prepare<[{ type: RecordType; id: string; rev: number }], number>(
      `SELECT ${["state = 'pending'", "state = 'parked'", "state = 'acked' AND result_rev > @rev"].map(exists).join(' OR ')}`,
    )
    .pluck()
  const byState = db.prepare<[string], StoredOutboxRow>(
    `SELECT * FROM outbox WHERE ${own} AND state IN (SELECT value FROM json_each(?)) ORDER BY seq`,
  )
  const byType = db.prepare<[RecordType], ReturnType<Outbox['ofType']>[number]>(
    `SELECT seq, record_id AS recordId, state, message FROM outbox INDEXED BY outbox_by_record
     WHERE ${own} AND state IN ('pending', 'parked') AND record_type = ? ORDER BY seq`,
  )
  const count = db
    .prepare<[OutboxState], number>(`SELECT count(*) FROM outbox WHERE ${own} AND state = ?`)
    .pluck()
  return {
    get: (seq) => bySeq.all(seq).map(toOutboxRow)[0] ?? null,
    mutation: (seq) => bySeq.all(seq).map(toMutation)[0] ?? null,
    inStates: (states) => byState.all(JSON.stringify(states)).map(toOutboxRow),
    count: (state) => count.get(state) ?? 0,
    ofRecord: (type, id) => byRecord.all({ type, id }).map(toOutboxRow),
    openOfRecord: (type, id) => openByRecord.all(type, id),
    holdsBack: (type, id, rev) => holdsBack.get({ type, id, rev }) === 1,
    ofType: (type) => byType.all(type),
  }
}

function sending(
  db: Database,
  own: string,
): Pick<Outbox, 'mutations' | 'outgoing' | 'firstPending' | 'countAttempt'> {
  const pending = db.prepare<[number], StoredOutboxRow>(
    `SELECT * FROM outbox WHERE ${own} AND state = 'pending' ORDER BY seq LIMIT ?`,
  )
  const first = db
    .prepare<[], number | null>(`SELECT min(seq) FROM outbox WHERE ${own} AND state = 'pending'`)
    .pluck()
  const countAttempt = db
    .prepare<[string, number, number], RecordType | null>(
      `UPDATE outbox SET attempts = attempts + 1, tried_at = ? WHERE ${own} AND state = 'pending' AND seq BETWEEN ? AND ? RETURNING record_type`,
    )
    .pluck()
  const behind = db.prepare<[number, number], StoredOutboxRow>(
    `SELECT * FROM outbox WHERE ${own} AND state = 'pending' AND seq > ? ORDER BY seq LIMIT ?`,
  )
  return {
    mutations: (limit) => pending.all(limit).map(toMutation),
    outgoing: (limit, afterSeq) => behind.all(afterSeq, limit).map(toOutgoing),
    firstPending: () => first.get() ?? null,
    countAttempt: (fromSeq, upToSeq, at) => {
      const types = new Set(countAttempt.all(at, fromSeq, upToSeq))
      return [...types].filter((type) => type !== null)
    },
  }
}

function settling(db: Database, own: string): Pick<Outbox, 'settle' | 'answer' | 'setPatch' | 'setReplaced'> {
  const set = `UPDATE outbox SET state = @state, result_rev = @rev, message = @message, answered_at = @at WHERE ${own} AND seq = @seq`
  const settle = db.prepare(set)
  const answer = db.prepare<[Outcome & { seq: number }], { recordType: RecordType | null; recordId: string }>(
    `${set} AND state = 'pending' RETURNING record_type AS recordType, record_id AS recordId`,
  )
  const setPatch = db.prepare(
    `UPDATE outbox SET patch_before = ?, patch = ?, patch_shared = NULL WHERE ${own} AND seq = ?`,
  )
  const setReplaced = db.prepare(
    `UPDATE outbox SET replaced_by = ? WHERE ${own} AND seq = ? AND replaced_by IS NULL`,
  )
  return {
    settle: (seq, outcome) => void settle.run({ ...outcome, seq }),
    answer: (seq, outcome) => answer.get({ ...outcome, seq }) ?? null,
    setPatch: (seq, patch) => void setPatch.run(toJson(patch?.before), toJson(patch?.after), seq),
    setReplaced: (seq, bySeq) => void setReplaced.run(bySeq, seq),
  }
}

function inserting(db: Database, workspaceId: number): Pick<Outbox, 'takeSeq' | 'insert'> {
  const takeSeq = db
    .prepare<[number], number>('UPDATE workspace SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq')
    .pluck()
  const markWanted = db.prepare('UPDATE attachment SET wanted = 1 WHERE workspace_id = ? AND sha256 = ?')
  const insert = db.prepare(
    `INSERT INTO outbox (workspace_id, seq, name, version, record_type, record_id, base_rev, title, set_fields, base_fields,
      blobs, patch_before, patch, patch_shared, stays_visible, created_at, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')`,
  )
  return {
    takeSeq: () => Number(takeSeq.get(workspaceId)),
    insert: (row) => {
      const stored = toStoredPatch(row.patch, row.set, row.base)
      insert.run(
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
        stored.patch_before,
        stored.patch,
        stored.patch_shared,
        row.staysVisible ? 1 : 0,
        row.createdAt,
      )
      for (const sha256 of row.blobs) markWanted.run(workspaceId, sha256)
    },
  }
}

const toJson = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))
