import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { OutsideFaceProvider } from './outside-face-provider.ts'

export interface HttpOutsideFaceProviderOptions {
  /** https only, except for an address of this very machine. */
  url: string
  secret: string
  timeoutMs?: number
  now?: () => Date
}

const Started = z.object({ url: z.url({ protocol: /^https?$/ }), receipt: z.string().min(1).max(200) })
const Polled = z.object({ result: z.enum(['pending', 'pass', 'fail']) })
const Callback = z.object({ receipt: z.string().min(1).max(200), result: z.enum(['pass', 'fail']) })
const ATTEMPTS = 2
const CALLBACK_AGE_MS = 5 * 60_000

/**
 * `POST <url>/sessions` with the question, `GET <url>/sessions/<receipt>` for its result. Signed like the identity provider's: `X-Signature` is the hex
 * HMAC-SHA256 of `<X-Timestamp>.<body>`, and so are the service's own calls back. The session's id is the `Idempotency-Key` of every attempt.
 */
export function createHttpOutsideFaceProvider(options: HttpOutsideFaceProviderOptions): OutsideFaceProvider {
  requireSafeUrl(options.url)
  const base = options.url.replace(/\/+$/, '')
  const now = options.now ?? (() => new Date())
  const sign = (timestamp: string, body: string) =>
    createHmac('sha256', options.secret).update(`${timestamp}.${body}`).digest('hex')

  async function ask<T extends z.ZodType>(
    path: string,
    shape: T,
    { key, body }: { key?: string; body?: unknown } = {},
  ): Promise<z.output<T> | null> {
    const text = body === undefined ? '' : JSON.stringify(body)
    const timestamp = now().toISOString()
    try {
      const response = await fetch(`${base}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(options.timeoutMs ?? 8_000),
        headers: {
          'X-Timestamp': timestamp,
          'X-Signature': sign(timestamp, text),
          ...(key !== undefined && { 'Idempotency-Key': key }),
          ...(body !== undefined && { 'Content-Type': 'application/json; charset=utf-8' }),
        },
        ...(body !== undefined && { body: text }),
      })
      if (response.status !== 200) return null
      const answer = shape.safeParse(await response.json())
      return answer.success ? answer.data : null
    } catch {
      // Refused, timed out, redirected or not JSON: all the same to the caller, and the error's text may quote the question.
      return null
    }
  }

  return {
    async start(question) {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const started = await ask('/sessions', Started, { key: question.sessionId, body: question })
        if (started) return started
      }
      return 'unavailable'
    },
    async poll(receipt) {
      const answer = await ask(`/sessions/${encodeURIComponent(receipt)}`, Polled)
      return answer?.result ?? 'unavailable'
    },
    readCallback({ timestamp, signature }, body) {
      const ageMs = Math.abs(now().getTime() - Date.parse(timestamp))
      if (!(ageMs <= CALLBACK_AGE_MS) || !sameText(signature, sign(timestamp, body))) return null
      try {
        const read = Callback.safeParse(JSON.parse(body))
        return read.success ? read.data : null
      } catch {
        // Signed, but not JSON: as if it had not come; polling finds the result.
        return null
      }
    },
  }
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function requireSafeUrl(text: string): void {
  const { protocol, hostname } = new URL(text)
  const local = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
  if (protocol === 'https:' || (protocol === 'http:' && local)) return
  throw new Error('FACE_PROVIDER_URL must be https')
}
