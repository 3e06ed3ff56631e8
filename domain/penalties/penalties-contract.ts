import { z } from 'zod'
import { Sha256 } from '../records/instants.ts'
import { view } from '../records/view.ts'
import { Penalty, PenaltyFields } from './penalty.ts'

export const PENALTY_DOCUMENT_MAX_BYTES = 10 * 1024 * 1024
export const PENALTY_DOCUMENT_PATH = '/penalties/documents'

export const PenaltyView = view(Penalty)
export type PenaltyView = z.infer<typeof PenaltyView>

export const OrganisationChoice = z.object({ id: z.string(), name: z.string(), creditCode: z.string() })
export type OrganisationChoice = z.infer<typeof OrganisationChoice>

/** As the authority of its region sees it. */
export const EnteredPenalty = Penalty.extend({
  id: z.string(),
  organisationId: z.string(),
  organisationName: z.string(),
})
export type EnteredPenalty = z.infer<typeof EnteredPenalty>

const Withdrawal = z.object({ organisationId: z.string(), penaltyId: z.string(), reason: z.string() })
const shared = {
  /** Organisations of the authority's region by a part of the name or the credit code; at most 20. */
  findOrganisations: { input: z.object({ text: z.string() }), output: z.array(OrganisationChoice) },
  /** Newest first, at most 200. */
  listEntered: { input: z.void(), output: z.array(EnteredPenalty) },
  /** A reason is needed; the organisation sees it. */
  withdraw: { input: Withdrawal, output: z.void() },
}

export const penaltiesAgentMethods = {
  ...shared,
  /** The organisation's own, offline too; those by the latest decision first. */
  listOwn: { input: z.void(), output: z.array(PenaltyView) },
  /** Takes in the decision's PDF in parts; `stagingId` is the caller's. Only the newest is kept until `enter` names it. */
  appendDocument: {
    input: z.object({ stagingId: z.string(), offset: z.number().int().min(0), dataBase64: z.string() }),
    output: z.void(),
  },
  enter: {
    input: z.object({
      organisationId: z.string(),
      fields: PenaltyFields,
      documentStagingId: z.string().nullable(),
    }),
    output: EnteredPenalty,
  },
}

export const penaltiesServerMethods = {
  ...shared,
  /** The document is at the server by then. Fails `already-taken` where the organisation has a standing penalty of this number. */
  enter: {
    input: z.object({
      organisationId: z.string(),
      fields: PenaltyFields,
      documentSha256: Sha256.nullable(),
    }),
    output: EnteredPenalty,
  },
}
