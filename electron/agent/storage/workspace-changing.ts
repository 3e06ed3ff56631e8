import type { RecordType } from '../../../domain/records/records.ts'
import { sameValue, type Fields } from '../../../domain/sync/merge.ts'
import { inTransaction } from './database.ts'
import { expectedOf } from './record-copy.ts'
import { patchBetween, pick } from './record-overlay.ts'
import { giveUp, type Parts } from './workspace-parts.ts'
import { reading } from './workspace-reading.ts'
import type { Enqueued, Workspace } from './workspace.ts'

export function changing(parts: Parts): Pick<Workspace, 'change' | 'changeAll' | 'abandonRefused'> {
  const { db, copy, outbox } = parts
  const read = reading(parts)
  return {
    change: (type, body, mutation) => {
      const id = mutation.recordId
      const seq = inTransaction(db, () => enqueue(parts, type, body, mutation))
      parts.onChanged([type], 'user')
      if (body === null) return null
      return seq === null
        ? read.get(type, id)
        : read.view(type, { id, baseRev: copy.baseRev(type, id), body })
    },
    changeAll: (type, changes) => {
      inTransaction(db, () => {
        for (const { body, mutation } of changes) enqueue(parts, type, body, mutation)
      })
      if (changes.length > 0) parts.onChanged([type], 'user')
    },
    abandonRefused: (type, id) => {
      const refused = outbox.ofRecord(type, id).filter(({ state }) => state === 'parked')
      inTransaction(db, () => {
        for (const entry of refused) giveUp(parts, entry)
        copy.recompute(type, id)
      })
      if (refused.length > 0) parts.onChanged([type], 'user')
      return refused.length > 0
    },
  }
}

/** A change that does not come from a form of the record as it is shown. */
interface Requeued extends Enqueued {
  /** What the user had before him, where that is not the newest. */
  against?: { rev: number; fields: Fields }
  /** Refused rows whose content this holds; without it, all of the record and name: a form shows what they hold. */
  replaces?: readonly number[]
  /** False for what is part of a decision: that closes its conflicts itself. */
  settlesConflicts?: boolean
}

/**
 * One outgoing change with its effect on the record; the caller holds the transaction and announces it. Answers its number; null where all is so at the server
 * already.
 */
export function enqueue(
  parts: Parts,
  type: RecordType,
  body: Fields | null,
  mutation: Requeued,
): number | null {
  const { copy, outbox, conflicts } = parts
  const { recordId } = mutation
  const earlier = outbox.ofRecord(type, recordId)
  const replaced = earlier.filter(
    ({ seq, state, name }) =>
      (state === 'parked' || state === 'discarded') &&
      name === mutation.name &&
      (mutation.replaces?.includes(seq) ?? true),
  )
  const row = copy.get(type, recordId)
  const expected = row && expectedOf(row, earlier)
  const set = mutation.fieldwise && expected ? changedFields(mutation.set, expected) : mutation.set
  for (const entry of replaced) if (entry.state === 'parked') giveUp(parts, entry)
  if (mutation.fieldwise && expected && Object.keys(set).length === 0) {
    for (const entry of replaced) outbox.setReplaced(entry.seq, entry.seq)
    copy.recompute(type, recordId)
    return null
  }
  const seq = outbox.takeSeq()
  for (const entry of replaced) outbox.setReplaced(entry.seq, seq)
  const answeredRevs = earlier.map(({ resultRev }) => resultRev ?? 0)
  outbox.insert({
    seq,
    name: mutation.name,
    version: mutation.version,
    recordType: mutation.silent ? null : type,
    recordId,
    baseRev: mutation.against?.rev ?? Math.max(row?.baseRev ?? 0, ...answeredRevs),
    title: mutation.title,
    set,
    base: pick(mutation.against?.fields ?? expected ?? {}, Object.keys(set)),
    blobs: mutation.blobs ?? [],
    patch: body === null ? null : patchBetween(expected, body),
    staysVisible: mutation.fieldwise === true || expected === null,
    createdAt: parts.now().toISOString(),
  })
  if (body === null) return seq
  if (mutation.settlesConflicts !== false) conflicts.resolve(type, recordId, seq, Object.keys(set))
  copy.putBody(type, recordId, body)
  return seq
}

function changedFields(set: Fields, expected: Fields): Fields {
  return Object.fromEntries(
    Object.entries(set).filter(([field, value]) => !sameValue(expected[field], value)),
  )
}
