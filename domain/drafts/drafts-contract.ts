import { z } from 'zod'
import { Instant } from '../records/instants.ts'
import { RecordType } from '../records/records.ts'
import { Draft, DraftForm } from './draft.ts'

const DraftKey = z.object({ form: DraftForm, subject: z.string() })

/** A draft that was given up and can still be had back. */
export const DiscardedDraft = Draft.extend({ discardedAt: Instant })
export type DiscardedDraft = z.infer<typeof DiscardedDraft>

/** Something of this workstation that the server has taken. */
export const SyncedEntry = z.object({
  seq: z.number(),
  recordType: RecordType,
  recordId: z.string(),
  title: z.string(),
  confirmedAt: Instant,
})
export type SyncedEntry = z.infer<typeof SyncedEntry>

/** How long a discarded draft stays on the disk. */
export const DISCARDED_DRAFT_DAYS = 30

/** Drafts of whoever is signed in; before sign-in those of the workstation itself. A save that answered is on disk (SQLite FULL). */
export const draftsAgentMethods = {
  open: { input: DraftKey, output: Draft.nullable() },
  /** `owner` is the account the form was opened under; fails `not-signed-in` when another, or nobody, is signed in by now. */
  save: {
    input: DraftKey.extend({
      title: z.string(),
      content: z.record(z.string(), z.unknown()),
      owner: z.string().optional(),
    }),
    output: Draft,
  },
  /** `submitted`: the content lives on as what was submitted, nothing is kept of the draft. Otherwise it can be had back for 30 days. */
  discard: { input: DraftKey.extend({ submitted: z.boolean().optional() }), output: z.void() },
  /** Brings back the newest that `discard` took of this subject; null when there is nothing. */
  restore: { input: DraftKey, output: Draft.nullable() },
  list: { input: z.void(), output: z.array(Draft) },
  /** Newest first. */
  listDiscarded: { input: z.void(), output: z.array(DiscardedDraft) },
  /** Brings one back; a draft that stands in its place by now takes its place among the discarded. Fails `not-found`. */
  restoreDiscarded: { input: z.object({ id: z.string() }), output: Draft },
  /** The last changes that the server has taken, newest first. */
  listSynced: { input: z.void(), output: z.array(SyncedEntry) },
}
