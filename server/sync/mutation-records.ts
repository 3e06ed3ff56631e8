import type { RecordType } from '../../domain/records/records.ts'
import { merge3 } from '../../domain/sync/merge.ts'
import type { Mutation } from '../../domain/sync/sync-contract.ts'
import type { RecordStore } from '../records/mutation-handler.ts'
import type { RecordBatch } from '../records/record-batch.ts'
import { createRecordStore } from '../records/record-store.ts'
import { fieldsOf } from '../records/stored-entry.ts'

type Fields = Record<string, unknown>

/** Thrown by a write to the mutation's own record where that was deleted: nobody who did not know may bring it back. */
export class RecordDeleted extends Error {
  readonly rev: number

  constructor(rev: number) {
    super('the record was deleted')
    this.name = 'RecordDeleted'
    this.rev = rev
  }
}

/**
 * The records as one mutation may change them. `newFields` are fields of its record that this server does not know; they are merged three ways like any other, and
 * `conflicts` names those of them that somebody else changed too.
 */
export function createMutationRecords(
  organisationId: string,
  batch: RecordBatch,
  mutation: Mutation,
  newFields: { type: RecordType; fields: Fields } | null,
): { records: RecordStore; conflicts: string[] } {
  const conflicts: string[] = []
  let merged: Fields = {}
  const store = createRecordStore(organisationId, batch, (type, id) =>
    type === newFields?.type && id === mutation.recordId ? merged : {},
  )
  const records: RecordStore = {
    ...store,
    async put(type, id, body, cause) {
      if (id === mutation.recordId) {
        const stored = await batch.find(type, id)
        if (stored?.deleted) throw new RecordDeleted(stored.rev)
        if (newFields?.type === type) {
          const outcome = mergeNewFields(
            mutation,
            newFields.fields,
            stored && { ...stored, fields: fieldsOf(stored) },
          )
          merged = outcome.merged
          conflicts.splice(0, conflicts.length, ...outcome.conflicts)
        }
      }
      return store.put(type, id, body, cause)
    },
  }
  return { records, conflicts }
}

function mergeNewFields(
  { base, baseRev }: Mutation,
  mine: Fields,
  stored: { rev: number; fields: Fields } | null,
): { merged: Fields; conflicts: string[] } {
  if (!stored || stored.rev === baseRev) return { merged: mine, conflicts: [] }
  const names = Object.keys(mine)
  const only = (fields: Fields) =>
    Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name]]))
  const theirs = only(stored.fields)
  return merge3({ ...theirs, ...only(base) }, mine, theirs)
}
