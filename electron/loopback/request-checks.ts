import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export interface Refusal {
  status: 401 | 403 | 421
  reason: string
}

/** Against DNS rebinding: a page of a foreign name that points to 127.0.0.1 still sends that name as Host. */
export function refuseForeignHost(request: IncomingMessage, origin: string): Refusal | null {
  return request.headers.host === new URL(origin).host ? null : { status: 421, reason: 'wrong host' }
}

/** Only our own pages may ask; a request without Origin (a same-origin GET) must say same-origin itself. */
export function refuseForeignOrigin(request: IncomingMessage, origin: string): Refusal | null {
  const sent = request.headers.origin
  const isOurs = sent === undefined ? request.headers['sec-fetch-site'] === 'same-origin' : sent === origin
  return isOurs ? null : { status: 403, reason: 'wrong origin' }
}

/** Only who was given the address of this launch may ask. Compared in constant time, over hashes of equal length. */
export function refuseWithoutToken(request: IncomingMessage, token: string): Refusal | null {
  const sent = hash(request.headers.authorization ?? '')
  return timingSafeEqual(sent, hash(`Bearer ${token}`)) ? null : { status: 401, reason: 'no token' }
}

const hash = (text: string) => createHash('sha256').update(text).digest()
