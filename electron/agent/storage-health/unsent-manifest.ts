import { z } from 'zod'
import { AttachmentPurpose } from '../../../domain/attachments/attachments-contract.ts'
import { DraftForm } from '../../../domain/drafts/draft.ts'
import { Instant, Sha256 } from '../../../domain/records/instants.ts'
import { RecordType } from '../../../domain/records/records.ts'
import { MutationName } from '../../../domain/sync/sync-contract.ts'

const Fields = z.record(z.string(), z.unknown())

/** One change with all that another workstation needs to send it and to show it. */
export const CarriedChange = z.object({
  /** Where it was first numbered; null for what never was sent under a number that still counts. */
  origin: z.object({ clientId: z.string(), seq: z.number().int().positive() }).nullable(),
  name: MutationName,
  version: z.number().int().positive(),
  recordType: RecordType.nullable(),
  recordId: z.string(),
  baseRev: z.number().int().min(0),
  title: z.string(),
  set: Fields,
  base: Fields,
  blobs: z.array(Sha256),
  patch: z.object({ before: Fields.nullable(), after: Fields }).nullable(),
  staysVisible: z.boolean(),
  createdAt: Instant,
})
export type CarriedChange = z.infer<typeof CarriedChange>

export const CarriedDraft = z.object({
  form: DraftForm,
  subject: z.string(),
  title: z.string(),
  content: Fields,
  savedAt: Instant,
})
export type CarriedDraft = z.infer<typeof CarriedDraft>

export const CarriedFile = z.object({
  sha256: Sha256,
  sizeBytes: z.number().int().min(0),
  mediaType: z.string(),
  purpose: AttachmentPurpose,
  pageCount: z.number().int().nullable(),
  wanted: z.boolean(),
  addedAt: Instant,
})
export type CarriedFile = z.infer<typeof CarriedFile>

/** What stands at the head of an export; the bytes of `files` follow in this order. */
export const UnsentManifest = z.object({
  format: z.literal(1),
  accountId: z.string(),
  organisationId: z.string().nullable(),
  changes: z.array(CarriedChange),
  drafts: z.array(CarriedDraft),
  files: z.array(CarriedFile),
})
export type UnsentManifest = z.infer<typeof UnsentManifest>
