import { z } from 'zod'

/** How far a record of this workstation has come on its way to the server, in the words of the drafts page: 待同步 / 同步中 / 已同步 / 有冲突 / 未通过. */
export const SyncState = z.enum(['waiting', 'sending', 'synced', 'conflict', 'refused'])
export type SyncState = z.infer<typeof SyncState>

export const SYNC_STATE_LABELS: Record<SyncState, string> = {
  waiting: '待同步',
  sending: '同步中',
  synced: '已同步',
  conflict: '有冲突',
  refused: '未通过',
}

/** A record as screens see it: its body with this workstation's pending changes already in it. */
export function view<Shape extends z.ZodRawShape>(body: z.ZodObject<Shape>) {
  return body.extend({ id: z.string(), syncState: SyncState, refusal: z.string().nullable() })
}
