import type { RecordBody, RecordType } from '../../domain/records/records.ts'
import { merge3 } from '../../domain/sync/merge.ts'
import type { Mutation } from '../../domain/sync/sync-contract.ts'
import type { StoredRecord } from './mutation-handler.ts'

export interface MergedFields<T extends RecordType> {
  body: RecordBody<T>
  status: 'applied' | 'merged' | 'conflict'
  /** Fields that both sides changed to different values; the server's values stand in `body`. */
  conflicts: string[]
}

/**
 * Three-way merge by field of what the client changed (`set` against `base`) into what stands now. Where nobody else changed the record since
 * `baseRev`, all of `set` is taken. `set` must be parsed; the store parses the whole body again.
 */
export function mergeFields<T extends RecordType>(
  current: StoredRecord<T>,
  mutation: Pick<Mutation, 'baseRev' | 'base'>,
  set: Readonly<Record<string, unknown>>,
): MergedFields<T> {
  const theirs: Record<string, unknown> = { ...current.body }
  const unchangedHere = current.rev === mutation.baseRev
  const base = unchangedHere ? theirs : { ...theirs, ...mutation.base }
  const { merged, conflicts } = merge3(base, { ...theirs, ...set }, theirs)
  const status = conflicts.length > 0 ? 'conflict' : unchangedHere ? 'applied' : 'merged'
  // Safe: the record's own fields, some of them replaced by values that the handler's schema has parsed.
  return { body: merged as RecordBody<T>, status, conflicts }
}
