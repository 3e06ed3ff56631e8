import { z } from 'zod'
import { Instant, Sha256 } from '../records/instants.ts'
import { RecordType } from '../records/records.ts'

/** Raised when these bodies change; both sides then keep the older paths for as long as older installers are supported. */
const SYNC_PROTOCOL = 1
export const SYNC_PATHS = {
  push: `/sync/${SYNC_PROTOCOL}/push`,
  pull: `/sync/${SYNC_PROTOCOL}/pull`,
  events: `/sync/${SYNC_PROTOCOL}/events`,
} as const
export const PUSH_MUTATIONS_MAX = 500
export const PULL_RECORDS_MAX = 500

/** Named operations an organisation's workstation may send; each is applied by the server in one transaction. */
export const MUTATION_NAMES = [
  'operator.save',
  'operator.remove',
  'operator.restore',
  'engineer.set-position',
  'application.answer',
  'self-entry.submit',
  'project.save',
  'project.conclude',
  'label.issue',
  'label.record-print',
  'label.withdraw',
  'personal-data.reveal',
] as const
export const MutationName = z.enum(MUTATION_NAMES)
export type MutationName = z.infer<typeof MutationName>

/**
 * One intention of one workstation. `seq` is contiguous per client, starting at 1; a sent mutation never changes. `set` holds changed fields only, so that changes
 * to different fields of one record merge; `baseRev` is the record's revision the user was looking at, 0 for a new record.
 */
export const Mutation = z.object({
  seq: z.number().int().positive(),
  name: MutationName,
  version: z.number().int().positive(),
  recordId: z.string(),
  baseRev: z.number().int().min(0),
  set: z.record(z.string(), z.unknown()),
  /** Values of the same fields as the user last saw them, for the three-way merge. */
  base: z.record(z.string(), z.unknown()),
  blobs: z.array(Sha256),
  clientTime: Instant,
})
export type Mutation = z.infer<typeof Mutation>

/** A rejection is a result, not an error: the sequence goes on and the client parks the whole content. */
export const MutationResult = z.object({
  seq: z.number().int(),
  status: z.enum(['applied', 'merged', 'conflict', 'rejected']),
  rev: z.number().int(),
  /** Fields that both sides changed; the server's values stand, the client keeps its own for the user to decide. */
  conflicts: z.array(z.string()).optional(),
  /** Chinese, says what to do; only with `rejected`. */
  message: z.string().optional(),
})
export type MutationResult = z.infer<typeof MutationResult>

export const PushRequest = z.object({
  clientId: z.string(),
  epoch: z.string().nullable(),
  recordSchema: z.number().int(),
  ackedCursor: z.number().int().min(0),
  mutations: z.array(Mutation).max(PUSH_MUTATIONS_MAX),
})
export type PushRequest = z.infer<typeof PushRequest>
export const PushResponse = z.object({
  epoch: z.string(),
  lastSeq: z.number().int(),
  results: z.array(MutationResult),
})
export type PushResponse = z.infer<typeof PushResponse>

/** Why nothing was applied at all; sent with HTTP 409 or 426. `gap`: send from `expected` on. `epoch`: the server was restored, offer again what it lost. */
export const PushRefusal = z.object({
  refusal: z.enum(['gap', 'epoch', 'client-too-old', 'sequence-mismatch']),
  expected: z.number().int().optional(),
  epoch: z.string().optional(),
})
export type PushRefusal = z.infer<typeof PushRefusal>

export const RecordChange = z.object({
  type: RecordType,
  id: z.string(),
  rev: z.number().int(),
  changeSeq: z.number().int(),
  /** null is a tombstone. */
  body: z.record(z.string(), z.unknown()).nullable(),
})
export type RecordChange = z.infer<typeof RecordChange>

export const PullResponse = z.object({
  epoch: z.string(),
  cursor: z.number().int(),
  more: z.boolean(),
  changes: z.array(RecordChange),
})
export type PullResponse = z.infer<typeof PullResponse>

/** What the corner of the screen shows. */
export const SyncStatus = z.object({
  connection: z.enum(['online', 'offline', 'signed-out', 'unknown']),
  waiting: z.number(),
  refused: z.number(),
  conflicts: z.number(),
  uploading: z.object({ files: z.number(), sentBytes: z.number(), totalBytes: z.number() }),
  lastConfirmedAt: Instant.nullable(),
  message: z.string().nullable(),
})
export type SyncStatus = z.infer<typeof SyncStatus>

/** One entry of 同步中心. */
export const OutboxEntry = z.object({
  seq: z.number(),
  title: z.string(),
  state: z.enum(['waiting', 'sending', 'refused', 'conflict']),
  createdAt: Instant,
  attempts: z.number(),
  message: z.string().nullable(),
})
export type OutboxEntry = z.infer<typeof OutboxEntry>

export const syncAgentMethods = {
  status: { input: z.void(), output: SyncStatus },
  /** Tries now instead of at the next turn of the clock; answers when that try is over. */
  run: { input: z.void(), output: SyncStatus },
  listOutbox: { input: z.void(), output: z.array(OutboxEntry) },
  /** Gives up a refused entry's content for good, because the user says so. */
  discardRefused: { input: z.object({ seq: z.number() }), output: z.void() },
}
