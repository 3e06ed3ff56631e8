import { createHmac, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { IdentityAnswer, IdentityProvider, IdentityQuestion } from './identity-provider.ts'

export interface HttpIdentityProviderOptions {
  /** https only, except for an address of this very machine. */
  url: string
  secret: string
  timeoutMs?: number
  now?: () => Date
}

const Answer = z.object({ result: z.enum(['match', 'mismatch']) })
const ATTEMPTS = 2

/**
 * An outside identity service: POST of the question as JSON. `X-Signature` is the hex HMAC-SHA256 of `<X-Timestamp>.<body>` under the shared secret;
 * both attempts of one question carry the same `Idempotency-Key`, so that it is neither asked nor charged twice.
 */
export function createHttpIdentityProvider(options: HttpIdentityProviderOptions): IdentityProvider {
  requireSafeUrl(options.url)
  return {
    async check(question) {
      const idempotencyKey = randomUUID()
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const answer = await ask(options, question, idempotencyKey)
        if (answer !== 'unavailable') return answer
      }
      return 'unavailable'
    },
  }
}

async function ask(
  { url, secret, timeoutMs = 8_000, now = () => new Date() }: HttpIdentityProviderOptions,
  question: IdentityQuestion,
  idempotencyKey: string,
): Promise<IdentityAnswer> {
  const body = JSON.stringify(question)
  const timestamp = now().toISOString()
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'X-Timestamp': timestamp,
        'X-Signature': createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex'),
        'Idempotency-Key': idempotencyKey,
      },
      body,
    })
    if (response.status !== 200) return 'unavailable'
    const answer = Answer.safeParse(await response.json())
    return answer.success ? answer.data.result : 'unavailable'
  } catch {
    // Refused, timed out, redirected or not JSON: for the caller it is all the same, and the error's text may quote the question.
    return 'unavailable'
  }
}

function requireSafeUrl(text: string): void {
  const { protocol, hostname } = new URL(text)
  const local = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
  if (protocol === 'https:' || (protocol === 'http:' && local)) return
  throw new Error('IDENTITY_PROVIDER_URL must be https')
}
