import { createHmac, randomUUID } from 'node:crypto'
import type { SmsProvider } from './sms-provider.ts'

export interface HttpSmsProviderOptions {
  /** https only, except for an address of this very machine. */
  url: string
  secret: string
  timeoutMs?: number
  now?: () => Date
}

/**
 * An outside SMS gateway: POST of `{mobile, template, parameters: {code, minutes}}` as JSON; any 2xx means accepted. `X-Signature` is the hex
 * HMAC-SHA256 of `<X-Timestamp>.<body>` under the shared secret. Asked once only: a second try could send, and charge, twice.
 */
export function createHttpSmsProvider(options: HttpSmsProviderOptions): SmsProvider {
  const { url, secret, timeoutMs = 8_000, now = () => new Date() } = options
  requireSafeUrl(url)
  return {
    async send({ mobile, purpose, code, validMinutes }) {
      const body = JSON.stringify({ mobile, template: purpose, parameters: { code, minutes: validMinutes } })
      const timestamp = now().toISOString()
      try {
        const response = await fetch(url, {
          method: 'POST',
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'x-timestamp': timestamp,
            'x-signature': createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex'),
            'idempotency-key': randomUUID(),
          },
          body,
        })
        return response.ok ? 'sent' : 'not-sent'
      } catch {
        // Refused, timed out or redirected: for the caller it is all the same, and the error's text may quote the number.
        return 'not-sent'
      }
    },
  }
}

function requireSafeUrl(text: string): void {
  const { protocol, hostname } = new URL(text)
  const local = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]'
  if (protocol === 'https:' || (protocol === 'http:' && local)) return
  throw new Error('SMS_PROVIDER_URL 应为 https 地址')
}
