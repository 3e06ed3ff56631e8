import { createHash } from 'node:crypto'
import { createChallenge, randomInt, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { SmsPurpose } from '../../domain/accounts/accounts-contract.ts'
import { FailureError } from '../../domain/contracts/failure.ts'
import { isUniqueViolation } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import type { PersonalHash } from '../records/personal-hash.ts'

const VALID_MS = 5 * 60 * 1000
const COST = 5_000

/** ALTCHA's own payload: base64 of this as JSON. */
const Proof = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      nonce: z.string().max(100),
      data: z.object({ bound: z.string(), expiresAtMs: z.number() }),
    }),
    signature: z.string(),
  }),
  solution: z.looseObject({ counter: z.number().int(), derivedKey: z.string() }),
})

/** The single-use proof behind 拖动滑块解锁发送短信 (ALTCHA proof of work v2), bound to one number and one purpose. */
export interface Proofs {
  challenge: (mobile: string, purpose: SmsPurpose) => Promise<Record<string, unknown>>
  /** Throws `proof-rejected` unless the proof is genuine, in time, for this number and purpose, and never used before. */
  spend: (proof: string, mobile: string, purpose: SmsPurpose) => Promise<void>
  forgetOld: () => Promise<void>
}

export function createProofs(
  db: Kysely<Tables>,
  key: Buffer,
  personalHash: PersonalHash,
  now: () => Date,
): Proofs {
  const secrets = {
    hmacSignatureSecret: createHash('sha256').update(key).update('challenge').digest('hex'),
    hmacKeySignatureSecret: createHash('sha256').update(key).update('solution').digest('hex'),
  }
  const boundTo = (mobile: string, purpose: SmsPurpose) => personalHash('proof', `${purpose}:${mobile}`)

  return {
    async challenge(mobile, purpose) {
      const challenge = await createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: COST,
        counter: randomInt(60, 180),
        deriveKey,
        // Not ALTCHA's own expiry, which looks at a clock that is not ours.
        data: { bound: boundTo(mobile, purpose), expiresAtMs: now().getTime() + VALID_MS },
        ...secrets,
      })
      return { ...challenge }
    },
    async spend(text, mobile, purpose) {
      const proof = readProof(text)
      const { nonce, data } = proof.challenge.parameters
      if (data.bound !== boundTo(mobile, purpose) || data.expiresAtMs < now().getTime()) throw rejectedProof()
      // Safe: `challenge` was parsed as far as it is read here; verifySolution checks the signature over all of it.
      const challenge = proof.challenge as unknown as Parameters<typeof verifySolution>[0]['challenge']
      const { verified } = await verifySolution({
        challenge,
        solution: proof.solution,
        deriveKey,
        ...secrets,
      })
      if (!verified) throw rejectedProof()
      try {
        await db
          .insertInto('spent_proof')
          .values({ hash: nonce, expires_at: new Date(data.expiresAtMs).toISOString() })
          .execute()
      } catch (error) {
        if (isUniqueViolation(error)) throw rejectedProof()
        throw error
      }
    },
    async forgetOld() {
      await db.deleteFrom('spent_proof').where('expires_at', '<', now().toISOString()).execute()
    },
  }
}

function readProof(text: string): z.infer<typeof Proof> {
  try {
    return Proof.parse(JSON.parse(Buffer.from(text, 'base64').toString('utf8')))
  } catch {
    throw rejectedProof()
  }
}

function rejectedProof(): FailureError {
  return new FailureError('proof-rejected', { message: '滑块验证已失效，请重新拖动滑块' })
}
