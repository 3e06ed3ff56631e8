import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import {
  awaitedVerification,
  type AwaitedVerification,
} from '../../domain/organisation/awaited-verification.ts'
import type { LegalRepresentative } from '../../domain/organisation/organisation.ts'
import { FACE_CONSENT } from '../../domain/verification/face-consent.ts'
import { phonePaths, type StartedFaceSession } from '../../domain/verification/face-contract.ts'
import { isVirtualCamera } from '../../domain/verification/virtual-camera.ts'
import type { Tables } from '../database/tables.ts'
import { createRecordReader } from '../records/record-store.ts'
import type { FaceParts } from './face-dependencies.ts'
import { endSession, mayVerify, personHash } from './face-outcome.ts'
import { OPEN_STATES, type FaceSessionRow } from './face-session-repository.ts'
import { countTries, type FaceTries } from './face-tries.ts'
import { challengeOf, newSession, tokenHash, type Caller, type StartWish } from './new-face-session.ts'

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
