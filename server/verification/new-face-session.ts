import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { LegalRepresentative } from '../../domain/organisation/organisation.ts'
import { FaceAction, PROMPTS_PER_SESSION } from '../../domain/verification/face-action.ts'
import { FACE_SESSION_SECONDS, type FaceChallenge } from '../../domain/verification/face-contract.ts'
import type { FaceParts } from './face-dependencies.ts'
import { makeSessionKeys } from './face-keys.ts'
import { personHash } from './face-outcome.ts'
import type { FaceSessionRow } from './face-session-repository.ts'

export interface Caller {
  organisationId: string
  accountId: string
}

export interface StartWish {
  way: 'pc' | 'phone'
  consentVersion: string | null
  cameraLabel: string | null
}

/** Outside services give people longer. */
const OUTSIDE_SECONDS = 15 * 60

/** A session not yet in the table: its own nonce, prompts and key pair. */
export async function newSession(
  parts: FaceParts,
  { organisationId, accountId }: Caller,
  wish: StartWish,
  person: LegalRepresentative,
): Promise<FaceSessionRow> {
  const id = randomUUID()
  const now = parts.now()
  const keys = await makeSessionKeys(parts.faceKey, id)
  const seconds = parts.outside ? OUTSIDE_SECONDS : FACE_SESSION_SECONDS
  const shown = wish.way === 'pc' || parts.outside !== null
  return {
    id,
    organisation_id: organisationId,
    account_id: accountId,
    person_hash: personHash(parts, person),
    way: parts.outside ? 'outside' : wish.way,
    state: shown ? 'capturing' : 'waiting',
    version: 1,
    nonce: randomBytes(16).toString('hex'),
    prompts: JSON.stringify(drawPrompts()),
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + seconds * 1000).toISOString(),
    token_hash: null,
    code: wish.way === 'phone' ? String(randomInt(10_000)).padStart(4, '0') : null,
    public_key: keys.publicKey,
    private_key: keys.sealedPrivateKey,
    consent_version: wish.consentVersion,
    consent_at: wish.consentVersion === null ? null : now.toISOString(),
    camera_label: wish.cameraLabel,
    revealed_at: shown ? now.toISOString() : null,
    submitted_at: null,
    ended_at: null,
    reason: null,
    findings: null,
    versions: null,
    payload_hash: null,
    outside_receipt: null,
    material_until: null,
  }
}

/** Three of five in an order of their own, from the system's random source: never guessable, never chosen by the client. */
function drawPrompts(): FaceAction[] {
  const all: FaceAction[] = [...FaceAction.options]
  return Array.from({ length: PROMPTS_PER_SESSION }, () => all.splice(randomInt(all.length), 1)).flat()
}

export function promptsOf(session: Pick<FaceSessionRow, 'prompts'>): FaceAction[] {
  return FaceAction.array().parse(JSON.parse(session.prompts))
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export function challengeOf(row: FaceSessionRow): FaceChallenge {
  return {
    sessionId: row.id,
    nonce: row.nonce,
    prompts: promptsOf(row),
    serverPublicKey: row.public_key ?? '',
    expiresAt: row.expires_at,
  }
}
