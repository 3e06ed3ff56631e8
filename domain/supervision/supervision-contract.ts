import { z } from 'zod'
import { OwnApplication } from '../applications/applications-contract.ts'
import { Instant } from '../records/instants.ts'

const Decision = z.enum(['approve', 'return', 'refuse'])
export type Decision = z.infer<typeof Decision>

/** A real-name verification that waits for the authority's eyes; the pictures are read by `attachments.read`. */
const PendingVerification = z.object({
  organisationId: z.string(),
  organisationName: z.string(),
  /** The 机构名称 that a pass puts in force, where the change has one. */
  newOrganisationName: z.string().optional(),
  creditCode: z.string(),
  representativeName: z.string(),
  documentNumber: z.string(),
  statement: z.string(),
  requestedAt: Instant,
  pictures: z.object({ documentFront: z.string(), documentBack: z.string(), licence: z.string() }),
  /** Pictures of a verification by face wait with it: `verification.readFaceEvidence`. */
  hasFaceEvidence: z.boolean().optional(),
  /** Somebody has refused; another official decides, or the same one after a day. `byMe`: who asks was it. */
  firstRefusal: z.object({ at: Instant, reason: z.string(), byMe: z.boolean() }).optional(),
})
export type PendingVerification = z.infer<typeof PendingVerification>

/** The fire authority's pages; its own region only. Every decision is audited with who, when and why. */
const methods = {
  pendingApplications: { input: z.void(), output: z.array(OwnApplication) },
  /** A reason is needed for `return` and `refuse`. */
  decideApplication: {
    input: z.object({ applicationId: z.string(), decision: Decision, reason: z.string() }),
    output: OwnApplication,
  },
  pendingVerifications: { input: z.void(), output: z.array(PendingVerification) },
  /** `requestedAt` names what was looked at: fails `not-found` where another request has taken its place. A refusal is final only after a second look: the first one waits for another official, or for the same one after 24 hours (`conflict` before). */
  decideVerification: {
    input: z.object({
      organisationId: z.string(),
      requestedAt: Instant,
      approve: z.boolean(),
      reason: z.string(),
    }),
    output: z.void(),
  },
}
export const supervisionAgentMethods = methods
export const supervisionServerMethods = methods
