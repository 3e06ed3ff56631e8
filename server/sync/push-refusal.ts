import type { PushRefusal, PushRequest } from '../../domain/sync/sync-contract.ts'
import type { ClientRow } from './client-repository.ts'

/** Clients that write older record bodies than this are asked to update; saving goes on there all the same. */
const RECORD_SCHEMA_MIN = 1

/** Why nothing of this push may be applied, or null. */
export function refusalOf(epoch: string, client: ClientRow, request: PushRequest): PushRefusal | null {
  const expected = client.last_seq + 1
  if (request.recordSchema < RECORD_SCHEMA_MIN) return { refusal: 'client-too-old', expected, epoch }
  if (request.epoch !== null && request.epoch !== epoch) return { refusal: 'epoch', expected, epoch }
  const [first] = request.mutations
  const contiguous = request.mutations.every(({ seq }, index) => seq === (first?.seq ?? 0) + index)
  if (!contiguous || (first && first.seq > expected)) return { refusal: 'gap', expected, epoch }
  return null
}
