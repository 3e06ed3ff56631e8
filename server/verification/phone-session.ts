import { FailureError } from '../../domain/contracts/failure.ts'
import { maskName } from '../../domain/identifiers/mask.ts'
import { FACE_CONSENT } from '../../domain/verification/face-consent.ts'
import type { FaceChallenge, PhoneConfirm, PhoneOpened } from '../../domain/verification/face-contract.ts'
import { isVirtualCamera } from '../../domain/verification/virtual-camera.ts'
import type { FaceParts } from './face-dependencies.ts'
import type { FaceSessionRow } from './face-session-repository.ts'
import { bringUpToDate } from './face-session-state.ts'
import { readAwaited } from './face-start.ts'
import { challengeOf, tokenHash } from './new-face-session.ts'

/** The session that this token opened; the nonce proves that it is the phone that scanned. Fails `not-found` else. */
export async function phoneSession(parts: FaceParts, token: string, nonce: string): Promise<FaceSessionRow> {
  const session = await parts.sessions.findByToken(tokenHash(token))
  if (session?.nonce !== nonce || session.state === 'waiting') throw new FailureError('not-found')
  return session
}

const USED_MESSAGE = '二维码已使用或已过期，请在电脑上重新生成'

export async function openOnPhone(parts: FaceParts, token: string): Promise<PhoneOpened> {
  const session = await parts.sessions.findByToken(tokenHash(token))
  if (!session) throw new FailureError('not-found', { message: USED_MESSAGE })
  await bringUpToDate(parts, session)
  const first = await parts.sessions.change(session.id, ['waiting'], { state: 'scanned' })
  if (!first) throw new FailureError('conflict', { message: USED_MESSAGE })
  parts.news.tell(session.id)
  const awaited = await readAwaited(parts, session.organisation_id)
  const { name } = await parts.db
    .selectFrom('organisation')
    .select('name')
    .where('id', '=', session.organisation_id)
    .executeTakeFirstOrThrow()
  return {
    sessionId: session.id,
    nonce: session.nonce,
    organisationName: name,
    maskedName: maskName(awaited?.materials.legalRepresentative.name ?? ''),
    code: session.code ?? '',
    expiresAt: session.expires_at,
  }
}

export async function confirmOnPhone(
  parts: FaceParts,
  token: string,
  { nonce, consentVersion, cameraLabel }: PhoneConfirm,
): Promise<FaceChallenge> {
  const session = await phoneSession(parts, token, nonce)
  await bringUpToDate(parts, session)
  if (consentVersion !== FACE_CONSENT.version) {
    throw new FailureError('conflict', { message: '同意书已更新，请重新阅读并同意后再开始' })
  }
  if (cameraLabel !== null && isVirtualCamera(cameraLabel)) {
    throw new FailureError('conflict', { message: '检测到虚拟摄像头，请换用手机自带的摄像头' })
  }
  const now = parts.now().toISOString()
  const first = await parts.sessions.change(session.id, ['scanned'], {
    state: 'capturing',
    consent_version: consentVersion,
    consent_at: now,
    camera_label: cameraLabel,
    revealed_at: now,
  })
  if (!first) throw new FailureError('conflict', { message: USED_MESSAGE })
  parts.news.tell(session.id)
  return challengeOf(session)
}
