import type { Conflict, OutboxEntry } from '../../../domain/sync/sync-contract.ts'

export function parkedPath({ seq }: Pick<OutboxEntry, 'seq'>): string {
  return `/sync/parked/${seq}`
}

/** The page of a record's conflict; 同步中心 for an entry that belongs to no record. */
export function conflictPath({
  recordType,
  recordId,
}: Pick<OutboxEntry, 'recordType' | 'recordId'> | Pick<Conflict, 'recordType' | 'recordId'>): string {
  return recordType === null ? '/sync' : `/sync/conflicts/${recordType}/${encodeURIComponent(recordId)}`
}
