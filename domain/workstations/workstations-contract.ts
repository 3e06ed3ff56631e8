import { z } from 'zod'
import { Instant } from '../records/instants.ts'
import { RecordType } from '../records/records.ts'

/** One installation of the client that has synchronised for this organisation. */
export const Workstation = z.object({
  clientId: z.string(),
  name: z.string(),
  appVersion: z.string().nullable(),
  /** Masked mobile number of the account that works there. */
  account: z.string(),
  firstSeenAt: Instant,
  lastSeenAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
})
export type Workstation = z.infer<typeof Workstation>

/** One change of a record as the server took it: who, from where, and which fields. Values are not told. */
export const RecordVersion = z.object({
  rev: z.number(),
  at: Instant,
  /** Masked mobile number; null where the server acted by itself. */
  account: z.string().nullable(),
  workstation: z.string().nullable(),
  clientId: z.string().nullable(),
  cause: z.string(),
  changedFields: z.array(z.string()),
  deleted: z.boolean(),
})
export type RecordVersion = z.infer<typeof RecordVersion>

const list = { input: z.void(), output: z.array(Workstation) }
/**
 * Shuts a workstation out: its sessions end at once and nothing more is taken from it. What it has not sent stays on its disk and can be exported there.
 * Fails `not-found`.
 */
const revoke = { input: z.object({ clientId: z.string() }), output: z.void() }
const rename = {
  input: z.object({ clientId: z.string(), name: z.string().trim().min(1).max(40) }),
  output: z.void(),
}
/** Newest first. */
const history = {
  input: z.object({ recordType: RecordType, recordId: z.string() }),
  output: z.array(RecordVersion),
}

export const workstationsServerMethods = { list, revoke, rename, history }
/** All of them need the connection. `isThis` marks the workstation that asks. */
export const workstationsAgentMethods = {
  list: { input: z.void(), output: z.array(Workstation.extend({ isThis: z.boolean() })) },
  revoke,
  rename,
  history,
}
