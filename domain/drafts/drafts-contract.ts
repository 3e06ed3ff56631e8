import { z } from 'zod'
import { Draft, DraftForm } from './draft.ts'

const DraftKey = z.object({ form: DraftForm, subject: z.string() })

/** Drafts of whoever is signed in; before sign-in those of the workstation itself. A save that answered is on disk (SQLite FULL). */
export const draftsAgentMethods = {
  open: { input: DraftKey, output: Draft.nullable() },
  save: {
    input: DraftKey.extend({ title: z.string(), content: z.record(z.string(), z.unknown()) }),
    output: Draft,
  },
  discard: { input: DraftKey, output: z.void() },
  /** Brings back what `discard` took within this run of the program; null when there is nothing. */
  restore: { input: DraftKey, output: Draft.nullable() },
  list: { input: z.void(), output: z.array(Draft) },
}
