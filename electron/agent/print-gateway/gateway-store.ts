import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { PairedOrigin } from '../../../domain/print-gateway/print-gateway-contract.ts'
import type { Meta } from '../storage/meta.ts'

const Kept = z.object({
  enabled: z.boolean(),
  confirmEach: z.boolean(),
  origins: z.array(PairedOrigin.extend({ tokenHash: z.string() })),
  jobs: z.array(z.object({ jobId: z.string(), origin: z.string() })),
  refused: z.array(z.string()).default([]),
})
type Kept = z.infer<typeof Kept>

const KEY = 'print-gateway'
const NOTHING: Kept = { enabled: false, confirmEach: true, origins: [], jobs: [], refused: [] }
const KEPT_JOBS = 100
const KEPT_REFUSALS = 200

export interface GatewayStore {
  readonly settings: () => Kept
  change(changed: Partial<Kept>): void
  /** A new token for this origin, which ends the old one; it is told once and kept as a hash only. */
  pair(origin: string, at: string): string
  /** The origin's own token, compared in constant time. */
  isTokenOf(origin: string, token: string): boolean
  used(origin: string, at: string): void
  noteJob(jobId: string, origin: string): void
  noteRefused(requestId: string): void
  revoke(origin: string): void
}

/** What was decided about web pages, in this workstation's database: it belongs to this computer and is never synchronised. */
export function createGatewayStore(meta: Meta): GatewayStore {
  const read = (): Kept => {
    const text = meta.get(KEY)
    const kept = text === null ? null : Kept.safeParse(JSON.parse(text))
    return kept?.success ? kept.data : NOTHING
  }
  let kept = read()
  const change = (changed: Partial<Kept>) => {
    kept = { ...kept, ...changed }
    meta.set(KEY, JSON.stringify(kept))
  }
  const others = (origin: string) => kept.origins.filter((each) => each.origin !== origin)

  return {
    settings: () => kept,
    change,
    pair: (origin, at) => {
      const token = randomBytes(32).toString('base64url')
      const paired = { origin, pairedAt: at, lastUsedAt: null, tokenHash: hash(token).toString('hex') }
      change({ origins: [...others(origin), paired] })
      return token
    },
    isTokenOf: (origin, token) => {
      const known = kept.origins.find((each) => each.origin === origin)
      const expected = known ? Buffer.from(known.tokenHash, 'hex') : hash(randomBytes(32).toString('hex'))
      return timingSafeEqual(hash(token), expected) && known !== undefined
    },
    used: (origin, at) => {
      change({
        origins: kept.origins.map((each) => (each.origin === origin ? { ...each, lastUsedAt: at } : each)),
      })
    },
    noteJob: (jobId, origin) => {
      change({ jobs: [{ jobId, origin }, ...kept.jobs].slice(0, KEPT_JOBS) })
    },
    noteRefused: (requestId) => {
      change({ refused: [requestId, ...kept.refused].slice(0, KEPT_REFUSALS) })
    },
    revoke: (origin) => {
      change({ origins: others(origin) })
    },
  }
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
