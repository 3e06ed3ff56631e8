import { solveChallenge } from 'altcha-lib'
import { deriveKey as derivePbkdf2 } from 'altcha-lib/algorithms/pbkdf2'
import { deriveKey as deriveScrypt } from 'altcha-lib/algorithms/scrypt'
import { deriveKey as deriveSha } from 'altcha-lib/algorithms/sha'
import { z } from 'zod'
import { FailureError } from '../../../domain/contracts/failure.ts'

const SOLVE_TIMEOUT_MS = 60_000

/** A challenge of ALTCHA's second version, as far as we look into it; the rest goes back to the server unchanged. */
const Challenge = z.looseObject({
  parameters: z.looseObject({
    algorithm: z.string(),
    nonce: z.string(),
    salt: z.string(),
    cost: z.number(),
    keyLength: z.number(),
    keyPrefix: z.string(),
  }),
  signature: z.string(),
})

/** Does the work that a challenge asks for; the proof is ALTCHA's own payload, base64 of JSON. */
export async function solve(challenge: Record<string, unknown>): Promise<string> {
  const parsed = Challenge.safeParse(challenge)
  if (!parsed.success) throw new FailureError('server-answer-unusable')
  const { parameters, signature } = parsed.data
  const asked = { parameters, signature }
  const solution = await solveChallenge({
    challenge: asked,
    deriveKey: deriveKeyFor(parameters.algorithm),
    timeout: SOLVE_TIMEOUT_MS,
  })
  if (!solution) throw new FailureError('proof-rejected', { message: '解锁用时过长，请重新拖动滑块' })
  return Buffer.from(JSON.stringify({ challenge: asked, solution })).toString('base64')
}

function deriveKeyFor(algorithm: string) {
  if (algorithm.startsWith('PBKDF2/')) return derivePbkdf2
  if (algorithm.startsWith('SHA-')) return deriveSha
  if (algorithm === 'SCRYPT') return deriveScrypt
  throw new FailureError('client-too-old')
}
