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

/** How a real-name verification was decided; `outside-face` is an identity service that does it on its own pages. */
export const VerificationWay = z.enum([
  'phone-check',
  'pc-face',
  'phone-face',
  'outside-face',
  'manual-review',
])
export type VerificationWay = z.infer<typeof VerificationWay>

/** How far 实名认证 of the legal representative is and by which way it was decided. `reason` is shown to the handler. */
export const Verification = z.object({
  state: VerificationState,
  way: VerificationWay.nullable(),
  decidedAt: Instant.nullable(),
  reason: z.string(),
  /** What the result may be called, e.g. 本地核验: shown wherever the result is. */
  label: z.string().optional(),
})
export type Verification = z.infer<typeof Verification>

export const NOT_VERIFIED: Verification = { state: 'not-submitted', way: null, decidedAt: null, reason: '' }
