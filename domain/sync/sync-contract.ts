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
  'project.change-staff',
  'label.issue',
  'label.record-print',
  'label.withdraw',
  'template.save',
  'template.remove',
  'template.restore',
  'personal-data.reveal',
  'personal-data.export',
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
  /**
   * Set when this content may have been sent before under another number: it came from another workstation's export file, or was renumbered after a local backup was
   * restored. Where the server has exactly this content under that number, its stored result is the answer and nothing is applied again.
   */
  origin: z.object({ clientId: z.string(), seq: z.number().int().positive() }).optional(),
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
  /** Every mutation up to this number has been answered, and the answer is on the workstation's disk. */
  ackedSeq: z.number().int().min(0).optional(),
  /** What the organisation's list of workstations shows; never a person's name. */
  workstation: z.object({ name: z.string().max(40), appVersion: z.string().max(40) }).optional(),
  mutations: z.array(Mutation).max(PUSH_MUTATIONS_MAX),
})
export type PushRequest = z.infer<typeof PushRequest>
export const PushResponse = z.object({
  epoch: z.string(),
  lastSeq: z.number().int(),
  results: z.array(MutationResult),
})
export type PushResponse = z.infer<typeof PushResponse>

/**
 * Why nothing was applied at all; sent with HTTP 409 or 426. `gap`: send from `expected` on. `epoch`: the server was restored, offer again what it lost.
 * `sequence-mismatch`: from `mismatchFrom` on the server holds other content under these numbers (this workstation's disk was cloned or restored from a backup): give
 * one's own content from there on the numbers from `expected` on, with its `origin`.
 */
export const PushRefusal = z.object({
  refusal: z.enum(['gap', 'epoch', 'client-too-old', 'sequence-mismatch']),
  expected: z.number().int().optional(),
  mismatchFrom: z.number().int().optional(),
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
  /** The feed's newest number when the page was read. */
  head: z.number().int().optional(),
  /**
   * The cursor lies behind the horizon: tombstones it has not seen are gone. The page is empty; the whole feed is to be read again from 0 with `snapshot=<head>` in the
   * address, and what it did not name by its end no longer exists. The outbox stays.
   */
  reset: z.object({ head: z.number().int() }).optional(),
})
export type PullResponse = z.infer<typeof PullResponse>

/** What the corner of the screen shows. */
export const SyncStatus = z.object({
  /** `revoked`: the organisation has shut this workstation out; what is unsent can still be exported. */
  connection: z.enum(['online', 'offline', 'signed-out', 'revoked', 'unknown']),
  waiting: z.number(),
  refused: z.number(),
  conflicts: z.number(),
  uploading: z.object({
    files: z.number(),
    sentBytes: z.number(),
    totalBytes: z.number(),
    /** At the pace of the last seconds; null while nothing moves. */
    remainingSeconds: z.number().nullable(),
  }),
  /** The server's records on their way in; null when only little is read. */
  reading: z.object({ done: z.number(), total: z.number() }).nullable(),
  lastConfirmedAt: Instant.nullable(),
  message: z.string().nullable(),
})
export type SyncStatus = z.infer<typeof SyncStatus>

/** Why an entry has not gone out yet: its turn has not come, a file it names is still being uploaded, or sending stands still as a whole. */
export const WaitsFor = z.enum(['turn', 'files', 'connection', 'sign-in', 'update', 'workstation'])
export type WaitsFor = z.infer<typeof WaitsFor>

/** One entry of 同步中心. */
export const OutboxEntry = z.object({
  seq: z.number(),
  name: MutationName,
  /** null for a look that changes no record. */
  recordType: RecordType.nullable(),
  recordId: z.string(),
  title: z.string(),
  state: z.enum(['waiting', 'sending', 'refused', 'conflict']),
  createdAt: Instant,
  attempts: z.number(),
  triedAt: Instant.nullable(),
  /** null for what was refused or is in conflict. */
  waitsFor: WaitsFor.nullable(),
  message: z.string().nullable(),
})
export type OutboxEntry = z.infer<typeof OutboxEntry>

/** What an entry would change, field by field, and the files it needs. Values are the record's own, personal numbers included. */
export const OutboxDetail = OutboxEntry.extend({
  changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  files: z.array(
    z.object({
      sha256: Sha256,
      purpose: z.string(),
      sizeBytes: z.number(),
      uploadedBytes: z.number(),
      state: z.enum(['staged', 'uploading', 'verified', 'refused', 'missing']),
      refusal: z.string().nullable(),
    }),
  ),
})
export type OutboxDetail = z.infer<typeof OutboxDetail>

/** One record that two sides changed in the same fields. The server's values stand (`theirs`) until somebody here has decided. */
export const Conflict = z.object({
  recordType: RecordType,
  recordId: z.string(),
  title: z.string(),
  since: Instant,
  fields: z.array(z.object({ field: z.string(), base: z.unknown(), mine: z.unknown(), theirs: z.unknown() })),
})
export type Conflict = z.infer<typeof Conflict>

export const syncAgentMethods = {
  status: { input: z.void(), output: SyncStatus },
  /** Tries now instead of at the next turn of the clock; answers when that try is over. */
  run: { input: z.void(), output: SyncStatus },
  listOutbox: { input: z.void(), output: z.array(OutboxEntry) },
  outboxDetail: { input: z.object({ seq: z.number() }), output: OutboxDetail },
  /** Offers a refused entry's content again as it is, under a new number; for refusals whose cause lay elsewhere. */
  resubmit: { input: z.object({ seq: z.number() }), output: z.void() },
  /** Gives up a refused entry's content. `restoreRefused` takes it back. */
  discardRefused: { input: z.object({ seq: z.number() }), output: z.void() },
  /** Takes a `discardRefused` back; fails `not-found` once the content is gone for good (after 30 days) or the record was mended meanwhile. */
  restoreRefused: { input: z.object({ seq: z.number() }), output: z.void() },
  listConflicts: { input: z.void(), output: z.array(Conflict) },
  /** Every field of the conflict must be decided; `mine` goes out as a new change on top of the server's value. Answers the number for `undoDecision`. */
  decideConflict: {
    input: z.object({
      recordType: RecordType,
      recordId: z.string(),
      choices: z.record(z.string(), z.enum(['mine', 'theirs'])),
    }),
    output: z.object({ decisionId: z.number() }),
  },
  /** Opens the conflict again and puts the server's values back on the record. */
  undoDecision: { input: z.object({ decisionId: z.number() }), output: z.void() },
  settings: { input: z.void(), output: z.object({ uploadKilobytesPerSecond: z.number().nullable() }) },
  /** null: as fast as the line allows. */
  setUploadLimit: {
    input: z.object({ uploadKilobytesPerSecond: z.number().int().min(16).max(100_000).nullable() }),
    output: z.void(),
  },
}
