import { z } from 'zod'
import { Instant } from '../records/instants.ts'

export const VerificationState = z.enum([
  'not-submitted',
  'passed',
  'failed',
  'in-review',
  'service-unavailable',
])
export type VerificationState = z.infer<typeof VerificationState>

/** How far 实名认证 of the legal representative is and by which way it was decided. `reason` is shown to the handler. */
export const Verification = z.object({
  state: VerificationState,
  way: z.enum(['phone-check', 'manual-review']).nullable(),
  decidedAt: Instant.nullable(),
  reason: z.string(),
})
export type Verification = z.infer<typeof Verification>

export const NOT_VERIFIED: Verification = { state: 'not-submitted', way: null, decidedAt: null, reason: '' }
