import { FailureError } from '../../../domain/contracts/failure.ts'
import type { MutationName } from '../../../domain/sync/sync-contract.ts'
import { inTransaction } from './database.ts'
import { overlay } from './record-overlay.ts'
import { enqueue } from './workspace-changing.ts'
import { giveUp, type Parts } from './workspace-parts.ts'

/** How long a given-up change can be taken back. */
export const GIVEN_UP_KEPT_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1000

/** Mutations whose `set` holds fields of the record itself; only these merge, and only these can be in conflict field by field. */
export const FIELDWISE: readonly MutationName[] = ['operator.save', 'project.save']

export interface RefusedChanges {
  /** Gives up one refused entry, or is content with the server's values of one in conflict; false when there is no such entry. */
  discard(seq: number): boolean
  /** Takes a `discard` of a refused entry back; false once it is too late or something else stands in its place. */
  restore(seq: number): boolean
  /** Offers a refused entry's content again under a new number; false when there is no such entry. */
  resubmit(seq: number): boolean
}

export function refusedChanges(parts: Parts): RefusedChanges {
  const { db, outbox, conflicts, copy } = parts
  const takenBackFrom = db
    .prepare<[number, number, string], number>(
      `SELECT seq FROM outbox WHERE workspace_id = ? AND seq = ? AND state = 'discarded' AND replaced_by IS NULL AND answered_at >= ?`,
    )
    .pluck()
  return {
    discard: (seq) => {
      const row = outbox.get(seq)
      const isOpenConflict = conflicts.seqs().has(seq)
      if (!row || (row.state !== 'parked' && !isOpenConflict)) return false
      inTransaction(db, () => {
        if (isOpenConflict) conflicts.settle(seq)
        else giveUp(parts, row)
        if (row.recordType) copy.recompute(row.recordType, row.recordId)
      })
      parts.onChanged(row.recordType ? [row.recordType] : [], 'user')
      return true
    },
    restore: (seq) => {
      const since = new Date(parts.now().getTime() - GIVEN_UP_KEPT_DAYS * DAY_MS).toISOString()
      const row = outbox.get(seq)
      if (!row || takenBackFrom.get(parts.workspaceId, seq, since) === undefined) return false
      inTransaction(db, () => {
        const at = parts.now().toISOString()
        outbox.settle(seq, { state: 'parked', rev: null, message: row.message, at })
        if (row.recordType) showAgain(parts, row.recordType, row.recordId)
      })
      parts.onChanged(row.recordType ? [row.recordType] : [], 'user')
      return true
    },
    resubmit: (seq) => resubmit(parts, seq),
  }
}

/** A record that only this change had made left the copy when it was given up. */
function showAgain(parts: Parts, ...[type, id]: Parameters<Parts['copy']['recompute']>): void {
  const made = parts.outbox
    .ofRecord(type, id)
    .find(({ state, patch, staysVisible }) => state === 'parked' && staysVisible && patch?.before === null)
  if (!parts.copy.get(type, id) && made?.patch) parts.copy.putBody(type, id, made.patch.after)
  parts.copy.recompute(type, id)
}

/** `base` stays what the user saw then: where the server's value has changed since, it becomes a conflict and is not overwritten. */
function resubmit(parts: Parts, seq: number): boolean {
  const { outbox, copy } = parts
  const row = outbox.get(seq)
  const mutation = outbox.mutation(seq)
  if (row?.state !== 'parked' || !mutation) return false
  const { recordType: type, recordId, patch } = row
  if (type === null) throw new FailureError('not-allowed', { message: '查看记录不能重新提交，放弃即可' })
  inTransaction(parts.db, () => {
    const body = patch && overlay(copy.expected(type, recordId), [patch])
    const sent = enqueue(parts, type, body, {
      name: mutation.name,
      version: mutation.version,
      recordId,
      title: row.title,
      set: mutation.set,
      fieldwise: FIELDWISE.includes(mutation.name),
      blobs: mutation.blobs,
      against: { rev: mutation.baseRev, fields: mutation.base },
      replaces: [seq],
    })
    if (sent !== null) copy.recompute(type, recordId)
  })
  parts.onChanged([type], 'user')
  return true
}
