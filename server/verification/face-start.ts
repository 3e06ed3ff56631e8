import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import { maskName } from '../../domain/identifiers/mask.ts'
import {
  awaitedVerification,
  type AwaitedVerification,
} from '../../domain/organisation/awaited-verification.ts'
import type { LegalRepresentative } from '../../domain/organisation/organisation.ts'
import { FaceAction, PROMPTS_PER_SESSION } from '../../domain/verification/face-action.ts'
import { FACE_CONSENT } from '../../domain/verification/face-consent.ts'
import {
  FACE_SESSION_SECONDS,
  phonePaths,
  type FaceChallenge,
  type FaceWays,
  type StartedFaceSession,
} from '../../domain/verification/face-contract.ts'
import { isVirtualCamera } from '../../domain/verification/virtual-camera.ts'
import type { Tables } from '../database/tables.ts'
import { createRecordReader } from '../records/record-store.ts'
import type { FaceParts } from './face-dependencies.ts'
import { makeSessionKeys } from './face-keys.ts'
import { endSession, mayVerify, personHash } from './face-outcome.ts'
import { OPEN_STATES, type FaceSessionRow } from './face-session-repository.ts'
import { countTries, type FaceTries } from './face-tries.ts'

interface Caller {
  organisationId: string
  accountId: string
}
interface StartWish {
  way: 'pc' | 'phone'
  consentVersion: string | null
  cameraLabel: string | null
}

/** Outside services give people longer. */
const OUTSIDE_SECONDS = 15 * 60

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export async function faceWays(parts: FaceParts, { organisationId }: Caller): Promise<FaceWays> {
  const awaited = await readAwaited(parts, organisationId)
  const person = awaited && mayVerify(awaited.verification) ? awaited.materials.legalRepresentative : null
  const tries = await triesOf(parts, parts.db, organisationId, person)
  const here = parts.outside !== null || (await parts.judge.isAvailable())
  const unable = here ? '' : '服务器暂时不能进行人脸核验，请申请人工审核'
  const phone = phoneTrouble(parts.publicUrl())
  return {
    pc: { available: here, reason: unable },
    phone: { available: here && phone === '', reason: unable || phone },
    outside: parts.outside !== null,
    maskedName: person && maskName(person.name),
    consentVersion: FACE_CONSENT.version,
    triesLeft: tries.triesLeft,
    pausedUntil: tries.pausedUntil?.toISOString() ?? null,
  }
}

/** A phone opens its camera only for a page of a name with a trusted certificate; this very machine needs none. */
function phoneTrouble(publicUrl: string): string {
  const { protocol, hostname } = new URL(publicUrl)
  if (protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost') return ''
  return '同步服务器没有受信任的证书（https），手机不能打开摄像头，请用 PC 人脸认证或人工审核'
}

export async function startFace(
  parts: FaceParts,
  caller: Caller,
  wish: StartWish,
): Promise<StartedFaceSession> {
  const { materials, verification } = (await readAwaited(parts, caller.organisationId)) ?? {}
  if (!materials || !verification || !mayVerify(verification)) {
    throw new FailureError('conflict', {
      message: '现在没有等待认证的法定代表人，请先提交材料或等待审核结果',
    })
  }
  refuseWish(wish, parts)
  if (!parts.outside && !(await parts.judge.isAvailable())) {
    throw new FailureError('identity-service-unavailable', {
      message: '服务器暂时不能进行人脸核验，请申请人工审核',
    })
  }
  const person = materials.legalRepresentative
  // Before anybody outside is asked, and before the session that runs is given up for this one.
  await refuseTries(parts, parts.db, caller.organisationId, person)
  const session = await newSession(parts, caller, wish, person)
  for (const open of await parts.sessions.openOf(parts.db, caller.organisationId))
    await endSession(parts, open, OPEN_STATES, { state: 'cancelled', reason: 'cancelled' })
  const token = wish.way === 'phone' && !parts.outside ? randomBytes(16).toString('base64url') : null
  const outside = parts.outside ? await startOutside(parts, session, person) : null
  const row: FaceSessionRow = {
    ...session,
    ...(token !== null && { token_hash: tokenHash(token) }),
    ...(outside && { outside_receipt: outside.receipt }),
  }
  await insertCounted(parts, row, person)
  return {
    sessionId: row.id,
    expiresAt: row.expires_at,
    challenge: row.way === 'pc' ? challengeOf(row) : null,
    phone: token === null ? null : { url: parts.publicUrl() + phonePaths.page(token), code: row.code ?? '' },
    outside: outside && { url: outside.url },
  }
}

function refuseWish({ way, consentVersion, cameraLabel }: StartWish, { outside }: FaceParts): void {
  if ((way === 'pc' || outside) && consentVersion !== FACE_CONSENT.version) {
    throw new FailureError('conflict', { message: '同意书已更新，请重新阅读并同意后再开始' })
  }
  if (cameraLabel !== null && isVirtualCamera(cameraLabel)) {
    throw new FailureError('conflict', {
      message: '检测到虚拟摄像头，请换用电脑自带或外接的摄像头，或改用手机认证',
    })
  }
}

async function newSession(
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

async function startOutside(
  { outside, publicUrl }: FaceParts,
  { id }: FaceSessionRow,
  { name, documentKind, documentNumber }: LegalRepresentative,
): Promise<{ url: string; receipt: string }> {
  const started = await outside?.start({
    sessionId: id,
    name,
    documentKind,
    documentNumber,
    returnUrl: `${publicUrl()}/verify/outside/done`,
    callbackUrl: `${publicUrl()}/verify/outside/callback`,
  })
  if (!started || started === 'unavailable') {
    throw new FailureError('identity-service-unavailable', {
      message: '实人认证服务暂时没有应答，请稍后再试，或申请人工审核',
    })
  }
  return started
}

/** Equal organisations take turns here: two sessions started together must not both be the last try. */
async function insertCounted(
  parts: FaceParts,
  row: FaceSessionRow,
  person: LegalRepresentative,
): Promise<void> {
  await parts.db.transaction().execute(async (trx) => {
    await lockOrganisation(trx, row.organisation_id)
    await refuseTries(parts, trx, row.organisation_id, person)
    const [open] = await parts.sessions.openOf(trx, row.organisation_id)
    if (open) throw new FailureError('conflict', { message: '本机构正在进行另一次人脸认证，请先取消' })
    await parts.sessions.insert(trx, row)
  })
}

async function lockOrganisation(trx: Kysely<Tables>, organisationId: string): Promise<void> {
  await trx
    .updateTable('organisation')
    .set((row) => ({ name: row.ref('name') }))
    .where('id', '=', organisationId)
    .execute()
}

async function refuseTries(
  parts: FaceParts,
  db: Kysely<Tables>,
  organisationId: string,
  person: LegalRepresentative,
): Promise<void> {
  const { pausedUntil } = await triesOf(parts, db, organisationId, person)
  if (!pausedUntil) return
  const retryAfterSeconds = Math.ceil((pausedUntil.getTime() - parts.now().getTime()) / 1000)
  const minutes = Math.ceil(retryAfterSeconds / 60)
  throw new FailureError('too-many-requests', {
    message: `人脸认证次数已用完，请 ${minutes} 分钟后再试，或申请人工审核`,
    retryAfterSeconds,
  })
}

export async function triesOf(
  parts: FaceParts,
  db: Kysely<Tables>,
  organisationId: string,
  person: LegalRepresentative | null,
): Promise<FaceTries> {
  const now = parts.now()
  const who = { organisationId, personHash: person ? personHash(parts, person) : '' }
  return countTries(await parts.sessions.shownAt(db, who, now), now)
}

export async function readAwaited(
  parts: FaceParts,
  organisationId: string,
): Promise<AwaitedVerification | null> {
  const organisation = await createRecordReader(parts.db, organisationId).get('organisation', organisationId)
  return organisation ? awaitedVerification(organisation.body) : null
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
