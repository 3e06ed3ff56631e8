import { z } from 'zod'
import { Evaluation } from '../conditions/evaluation.ts'
import { Sha256 } from '../records/instants.ts'
import { SyncState, view } from '../records/view.ts'
import { Change } from './revision-changes.ts'
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
  /** 承诺书 template filled with the organisation's data, as PDF. `missingCharacters`: no font here has them, 〓 stands in their place. */
  letterTemplate: {
    input: z.void(),
    output: z.object({ fileName: z.string(), pdfBase64: z.string(), missingCharacters: z.array(z.string()) }),
  },
  /** Takes an attached PDF as the letter. Fails `attachment-refused` unless it opens, is not encrypted and has 2–50 pages. */
  chooseLetter: { input: z.object({ sha256: Sha256 }), output: SelfEntryOverview },
  /** Puts the submission into the outbox; allowed whether or not the conditions hold, refused without a letter. */
  submit: { input: z.object({ changeNote: z.string() }), output: SelfEntryOverview },
  listRevisions: { input: z.void(), output: z.array(SelfEntryRevisionView) },
  /**
   * What changed from one entry of the history to another, personal numbers masked. `fromId` null: the last submission; `toId` null: as it stands here
   * now. Nothing before the first submission; fails `not-found` for an entry that is not here.
   */
  compare: {
    input: z.object({ fromId: z.string().nullable(), toId: z.string().nullable() }),
    output: z.object({ changes: z.array(Change) }),
  },
  /** 回执 of the last submission that the server has taken, as PDF; fails `not-found` before it. */
  receipt: { input: z.void(), output: z.object({ fileName: z.string(), pdfBase64: z.string() }) },
}
