import { fieldLabel, fieldPlace } from '../../../domain/records/field-labels.ts'
import type { RecordType } from '../../../domain/records/records.ts'
import type { OutboxDetail } from '../../../domain/sync/sync-contract.ts'
import { sameValue } from '../../../domain/sync/merge.ts'

export interface ChangedField {
  field: string
  label: string
  before: unknown
  after: unknown
}

/** In the order of the form: what an entry really changes, as far as it has a name on the screens; a conclusion or a withdrawal is taken apart into its own fields. */
export function changedFields(recordType: RecordType, changes: OutboxDetail['changes']): ChangedField[] {
  const named = changes.flatMap(takenApart).flatMap(({ field, before, after }) => {
    const label = fieldLabel(recordType, field)
    return label === null || sameValue(before, after) ? [] : [{ field, label, before, after }]
  })
  return named.sort((one, other) => fieldPlace(recordType, one.field) - fieldPlace(recordType, other.field))
}

type Change = OutboxDetail['changes'][number]

function takenApart(change: Change): Change[] {
  const { before, after } = change
  if (!isFields(before) && !isFields(after)) return [change]
  const [old, now] = [isFields(before) ? before : {}, isFields(after) ? after : {}]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  return names.map((field) => ({ field, before: old[field], after: now[field] }))
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
