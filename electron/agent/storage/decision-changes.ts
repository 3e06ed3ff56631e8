import { FailureError } from '../../../domain/contracts/failure.ts'
import { sameValue, type Fields } from '../../../domain/sync/merge.ts'
import type { Conflict } from '../../../domain/sync/sync-contract.ts'
import type { DecidedField, OpenConflict } from './conflicts.ts'
import { pick } from './record-overlay.ts'
import { FIELDWISE } from './refused-changes.ts'
import { enqueue } from './workspace-changing.ts'
import { giveUp, type Parts } from './workspace-parts.ts'
import type { Enqueued } from './workspace.ts'

const RESTORE = {
  name: 'operator.restore',
  version: 1,
  title: '恢复操作员（采用本机的修改）',
  set: {},
} as const
const REMOVE = {
  name: 'operator.remove',
  version: 1,
  title: '删除操作员（撤销本机的决定）',
  set: {},
} as const

/**
 * Sends the values of this side as a change of the same kind as the one that lost, made on top of the server's values. Answers its number; null where all is so already.
 * The caller holds the transaction.
 */
export function sendMine(parts: Parts, lost: OpenConflict, fields: Conflict['fields']): number | null {
  const { recordType, recordId } = lost
  const copy = parts.copy.get(recordType, recordId)
  const expected = parts.copy.expected(recordType, recordId)
  if (!copy || copy.deleted || !expected) {
    throw new FailureError('not-allowed', { message: '对方已删除这条记录，请采用对方的，仍然需要时重新录入' })
  }
  // A removed operator takes no changes: he is there again first.
  if ((expected['removedAt'] ?? null) !== null) send(parts, lost, RESTORE, { removedAt: null }, {})
  const values = Object.fromEntries(fields.map(({ field, mine }) => [field, mine]))
  const seen = Object.fromEntries(fields.map(({ field, theirs }) => [field, theirs]))
  return send(parts, lost, null, values, seen)
}

/** Takes back what the decision had sent: gives it up where the server refused it, and else puts the other side's values back where they have not been changed since. */
export function putBackTheirs(parts: Parts, decided: readonly DecidedField[]): void {
  const { outbox, copy } = parts
  const sentFields = decided.filter(({ resolvedBy, seq }) => resolvedBy !== seq)
  const last = sentFields.at(-1)
  if (!last) return
  const { recordType, recordId, resolvedBy } = last
  const sent = outbox.get(resolvedBy)
  if (sent?.state === 'discarded') return
  if (sent?.state === 'parked') {
    giveUp(parts, sent)
    outbox.setReplaced(sent.seq, sent.seq)
    copy.recompute(recordType, recordId)
    return
  }
  const expected = copy.expected(recordType, recordId) ?? {}
  const mine = Object.fromEntries(sentFields.map((row) => [row.field, row.mine]))
  const unchanged = Object.keys(mine).filter((field) => sameValue(expected[field] ?? null, mine[field]))
  const theirs = pick(Object.fromEntries(sentFields.map((row) => [row.field, row.theirs])), unchanged)
  if (unchanged.length > 0) send(parts, last, null, theirs, pick(mine, unchanged))
  const before = outbox.get(resolvedBy - 1)
  if (before?.title === RESTORE.title && before.recordId === recordId) {
    send(parts, last, REMOVE, { removedAt: parts.now().toISOString() }, {})
  }
}

/** `seen` are the same fields as they stand at the server, or will when everything on its way has arrived. */
function send(
  parts: Parts,
  { recordType, recordId, seq }: OpenConflict,
  other: Omit<Enqueued, 'recordId'> | null,
  values: Fields,
  seen: Fields,
): number | null {
  const { outbox, copy } = parts
  const lost = outbox.mutation(seq)
  const expected = copy.expected(recordType, recordId)
  if (!lost || !expected) throw new Error('a conflict without its mutation or record')
  const like = {
    name: lost.name,
    version: lost.version,
    title: outbox.get(seq)?.title ?? '',
    set: values,
    fieldwise: FIELDWISE.includes(lost.name),
  }
  const sent = enqueue(
    parts,
    recordType,
    { ...expected, ...values },
    {
      ...(other ?? like),
      recordId,
      against: { rev: copy.get(recordType, recordId)?.baseRev ?? 0, fields: seen },
      replaces: [],
      settlesConflicts: false,
    },
  )
  // What was refused of this record stays in view on top.
  copy.recompute(recordType, recordId)
  return sent
}
