import { z } from 'zod'
import { Evaluation } from '../conditions/evaluation.ts'
import { Sha256 } from '../records/instants.ts'
import { SyncState, view } from '../records/view.ts'
import { SelfEntry, SelfEntryRevision } from './self-entry.ts'

export const SelfEntryRevisionView = view(SelfEntryRevision)
export type SelfEntryRevisionView = z.infer<typeof SelfEntryRevisionView>

/** Self-entry as this workstation sees it: what the server holds, and what the conditions say of the data as they stand here now. */
const SelfEntryOverview = z.object({
  submitted: SelfEntry.nullable(),
  /** A letter chosen but not yet submitted, else the submitted one. */
  letterSha256: Sha256.nullable(),
  /** The same rules as the server's, over this workstation's data with its pending changes. */
  evaluation: Evaluation,
  /** How the last submission from here is doing; null when nothing is on its way. */
  submission: z.object({ syncState: SyncState, refusal: z.string().nullable() }).nullable(),
  unsubmittedChanges: z.array(z.string()),
})
export type SelfEntryOverview = z.infer<typeof SelfEntryOverview>

export const selfEntryAgentMethods = {
  overview: { input: z.void(), output: SelfEntryOverview },
  /** 承诺书 template filled with the organisation's data, as PDF. */
  letterTemplate: { input: z.void(), output: z.object({ fileName: z.string(), pdfBase64: z.string() }) },
  /** Takes an attached PDF as the letter. Fails `attachment-refused` unless it opens, is not encrypted and has 2–50 pages. */
  chooseLetter: { input: z.object({ sha256: Sha256 }), output: SelfEntryOverview },
  /** Puts the submission into the outbox; allowed whether or not the conditions hold, refused without a letter. */
  submit: { input: z.object({ changeNote: z.string() }), output: SelfEntryOverview },
  listRevisions: { input: z.void(), output: z.array(SelfEntryRevisionView) },
}
