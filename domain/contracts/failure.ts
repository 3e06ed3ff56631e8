import { z } from 'zod'

/**
 * Every way in which a call may fail, in one closed list: what happened, not whose fault.
 * The words for each stand in renderer/agent/failure-messages.ts, which does not compile when one is missing.
 * Removed codes are never given a new meaning.
 */
export const FAILURE_CODES = [
  'invalid-input',
  'not-signed-in',
  'wrong-credentials',
  'account-locked',
  'not-allowed',
  'not-found',
  'already-taken',
  'conflict',
  'too-many-requests',
  'proof-rejected',
  'sms-code-wrong',
  'sms-code-expired',
  'sms-not-sent',
  'identity-service-unavailable',
  'verification-required',
  'attachment-incomplete',
  'attachment-refused',
  'server-unreachable',
  'server-answer-unusable',
  'client-too-old',
  'server-too-old',
  'workstation-revoked',
  'needs-connection',
  'storage-full',
  'storage-damaged',
  'printer-unavailable',
  'printer-busy',
  'printer-no-permission',
  'printer-not-ready',
  'printer-not-accepting',
  'internal',
] as const

export const FailureCode = z.enum(FAILURE_CODES)
export type FailureCode = z.infer<typeof FailureCode>

/** One thing wrong with one field; `path` is the dotted path in the method's input, `message` is Chinese and says what to do. */
export const FieldProblem = z.object({ path: z.string(), message: z.string() })
export type FieldProblem = z.infer<typeof FieldProblem>

/** `message` is a Chinese sentence that is more exact than the code's own words; it never holds personal data. */
export const Failure = z.object({
  code: FailureCode,
  message: z.string().optional(),
  fields: z.array(FieldProblem).optional(),
  /** When trying again makes sense. */
  retryAfterSeconds: z.number().optional(),
})
export type Failure = z.infer<typeof Failure>

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

/** What services throw for trouble that was foreseen; only a dispatcher or the server's error handler catches it. */
export class FailureError extends Error {
  readonly failure: Failure

  constructor(code: FailureCode, details: Omit<Failure, 'code'> = {}) {
    super(details.message ?? code)
    this.name = 'FailureError'
    this.failure = { code, ...details }
  }
}

/** Throws `invalid-input` when any field has a problem; `problems` maps a field path to its message, or to null when it is fine. */
export function refuseProblems(problems: Record<string, string | null | undefined>): void {
  const fields = Object.entries(problems).flatMap(([path, message]) => (message ? [{ path, message }] : []))
  if (fields.length > 0) throw new FailureError('invalid-input', { fields })
}
