import type { RecordBody, RecordType } from '../../../domain/records/records.ts'
import type { SyncState } from '../../../domain/records/view.ts'
import type { LocalRecord } from './workspace.ts'

export type RecordView<T extends RecordType> = RecordBody<T> & {
  id: string
  syncState: SyncState
  refusal: string | null
}

/** A record as the contract shows it to screens. */
export function toView<T extends RecordType>(record: LocalRecord<T>): RecordView<T> {
  return { ...record.body, id: record.id, syncState: record.syncState, refusal: record.refusal }
}
