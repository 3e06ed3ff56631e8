import { z } from 'zod'
import { PrintJob } from '../printing/print-job.ts'
import { RecordType } from '../records/records.ts'
import { SyncStatus } from '../sync/sync-contract.ts'
import { Session } from '../accounts/accounts-contract.ts'

/** What the agent announces by itself. A listener that misses one loses nothing but time: every event only says what to ask again. */
export const agentEvents = {
  'session.changed': Session.nullable(),
  'sync.status': SyncStatus,
  /** Records of these types changed on this workstation, by the user or by what came from the server. */
  'records.changed': z.object({ types: z.array(RecordType) }),
  'printing.printers': z.null(),
  'printing.job': PrintJob,
  /** A web page was paired or asks to print. */
  'printing.gateway': z.null(),
} as const

export type AgentEventName = keyof typeof agentEvents
export type AgentEvent<Name extends AgentEventName> = z.infer<(typeof agentEvents)[Name]>
export type Announce = <Name extends AgentEventName>(name: Name, event: AgentEvent<Name>) => void
