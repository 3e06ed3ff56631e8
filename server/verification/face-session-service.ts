import { FailureError } from '../../domain/contracts/failure.ts'
import type { CapabilityHandlers } from '../../domain/contracts/contract.ts'
import { maskName } from '../../domain/identifiers/mask.ts'
import { FACE_CONSENT } from '../../domain/verification/face-consent.ts'
import type {
  FaceAbandonReason,
  FaceChallenge,
  FaceSessionState,
  PhoneConfirm,
  PhoneOpened,
  verificationServerMethods,
} from '../../domain/verification/face-contract.ts'
import { FACE_FAILURE_WORDS, type FaceFailureReason } from '../../domain/verification/face-failure.ts'
import { isVirtualCamera } from '../../domain/verification/virtual-camera.ts'
import type { FaceParts } from './face-dependencies.ts'
import { endSession } from './face-outcome.ts'
import { OPEN_STATES, type FaceSessionRow } from './face-session-repository.ts'
import { challengeOf, faceWays, readAwaited, startFace, tokenHash, triesOf } from './face-start.ts'
import { submitFace, UPLOAD_GRACE_MS, type Submission } from './face-submission.ts'
import type { OutsideFaceCallback } from './outside-face-provider.ts'

type Methods = typeof verificationServerMethods
type Output<Name extends keyof Methods> = Awaited<ReturnType<CapabilityHandlers<Methods>[Name]>>

interface Caller {
  organisationId: string
  accountId: string
}

export interface FaceSessionService {
  ways: (caller: Caller) => Promise<Output<'faceWays'>>
  start: (caller: Caller, wish: Parameters<typeof startFace>[2]) => Promise<Output<'startFace'>>
  state: (caller: Caller, sessionId: string, knownVersion?: number) => Promise<FaceSessionState>
  submit: (caller: Caller, sessionId: string, submission: Submission) => Promise<FaceSessionState>
  abandon: (caller: Caller, sessionId: string, reason: FaceAbandonReason) => Promise<FaceSessionState>
  cancel: (caller: Caller, sessionId: string) => Promise<FaceSessionState>
  deleteMaterial: (organisationId: string) => Promise<number>
  /** The phone's side; each fails `not-found` for an unknown token and `conflict` for a used one. */
  phone: {
    open: (token: string) => Promise<PhoneOpened>
    confirm: (token: string, confirm: PhoneConfirm) => Promise<FaceChallenge>
    submit: (token: string, submission: Submission) => Promise<FaceSessionState>
    abandon: (token: string, nonce: string, reason: FaceAbandonReason) => Promise<FaceSessionState>
    state: (token: string, nonce: string, knownVersion?: number) => Promise<FaceSessionState>
  }
  outsideResult: (callback: OutsideFaceCallback) => Promise<void>
  sweep: () => Promise<void>
}

const WAIT_AT_MOST_MS = 8000
/** Another server process may have changed it. */
const LOOK_EVERY_MS = 1000
/** Queue and time limit together; who waits longer was forgotten by a process that died. */
const DECIDING_AT_MOST_MS = 3 * 60_000
const PICTURES_REMEMBERED_MS = 31 * 24 * 60 * 60_000

export function createFaceSessionService(parts: FaceParts): FaceSessionService {
  const own = (caller: Caller, sessionId: string) => ownSession(parts, caller, sessionId)
  const submit = async (session: FaceSessionRow, submission: Submission) => {
    await expireLate(parts, session)
    await submitFace(parts, session, submission)
    return stateOf(parts, session.id)
  }
  const abandon = async (session: FaceSessionRow, reason: FaceAbandonReason) => {
    await endSession(parts, session, ['capturing', 'scanned'], {
      state: 'failed',
      reason,
      findings: ['by-the-page'],
    })
    return stateOf(parts, session.id)
  }
  return {
    ways: (caller) => faceWays(parts, caller),
    start: (caller, wish) => startFace(parts, caller, wish),
    state: async (caller, sessionId, known) => waitForState(parts, await own(caller, sessionId), known),
    submit: async (caller, sessionId, submission) => submit(await own(caller, sessionId), submission),
    abandon: async (caller, sessionId, reason) => abandon(await own(caller, sessionId), reason),
    async cancel(caller, sessionId) {
      const session = await own(caller, sessionId)
      await endSession(parts, session, OPEN_STATES, { state: 'cancelled', reason: 'cancelled' })
      return stateOf(parts, sessionId)
    },
    deleteMaterial: (organisationId) => deleteMaterial(parts, organisationId),
    phone: {
      open: (token) => openOnPhone(parts, token),
      confirm: (token, confirm) => confirmOnPhone(parts, token, confirm),
      submit: async (token, submission) =>
        submit(await phoneSession(parts, token, submission.nonce), submission),
      abandon: async (token, nonce, reason) => abandon(await phoneSession(parts, token, nonce), reason),
      state: async (token, nonce, known) =>
        waitForState(parts, await phoneSession(parts, token, nonce), known),
    },
    async outsideResult({ receipt, result }) {
      const session = await parts.sessions.findByOutsideReceipt(receipt)
      if (session) await endOutside(parts, session, result)
    },
    sweep: () => sweep(parts),
  }
}

async function ownSession(parts: FaceParts, caller: Caller, sessionId: string): Promise<FaceSessionRow> {
  const session = await parts.sessions.find(sessionId)
  if (session?.organisation_id !== caller.organisationId) throw new FailureError('not-found')
  return session
}

async function waitForState(
  parts: FaceParts,
  session: FaceSessionRow,
  knownVersion: number | undefined,
): Promise<FaceSessionState> {
  const endsMs = Date.now() + WAIT_AT_MOST_MS
  for (;;) {
    const state = await stateOf(parts, session.id)
    const leftMs = endsMs - Date.now()
    if (state.version !== knownVersion || leftMs <= 0) return state
    await parts.news.next(session.id, Math.min(leftMs, LOOK_EVERY_MS))
  }
}

async function stateOf(parts: FaceParts, sessionId: string): Promise<FaceSessionState> {
  const found = await parts.sessions.find(sessionId)
  if (!found) throw new FailureError('not-found')
  await expireLate(parts, found)
  if (found.way === 'outside' && found.state === 'capturing') await pollOutside(parts, found)
  const session = (await parts.sessions.find(sessionId)) ?? found
  const awaited = await readAwaited(parts, session.organisation_id)
  const person = awaited?.materials.legalRepresentative ?? null
  const tries = await triesOf(parts, parts.db, session.organisation_id, person)
  return {
    sessionId,
    version: session.version,
    state: session.state,
    expiresAt: session.expires_at,
    failure: failureOf(session.reason),
    triesLeft: tries.triesLeft,
    pausedUntil: tries.pausedUntil?.toISOString() ?? null,
  }
}

function failureOf(reason: FaceFailureReason | null): FaceSessionState['failure'] {
  return reason && { reason, ...FACE_FAILURE_WORDS[reason] }
}

async function expireLate(parts: FaceParts, session: FaceSessionRow): Promise<void> {
  const nowMs = parts.now().getTime()
  const captures = session.state === 'capturing' || session.state === 'busy'
  const lastMs = Date.parse(session.expires_at) + (captures ? UPLOAD_GRACE_MS : 0)
  if (nowMs > lastMs)
    await endSession(parts, session, ['waiting', 'scanned', 'capturing', 'busy'], {
      state: 'expired',
      reason: 'expired',
    })
}

async function phoneSession(parts: FaceParts, token: string, nonce: string): Promise<FaceSessionRow> {
  const session = await parts.sessions.findByToken(tokenHash(token))
  if (session?.nonce !== nonce || session.state === 'waiting') throw new FailureError('not-found')
  return session
}

const USED_MESSAGE = '二维码已使用或已过期，请在电脑上重新生成'

async function openOnPhone(parts: FaceParts, token: string): Promise<PhoneOpened> {
  const session = await parts.sessions.findByToken(tokenHash(token))
  if (!session) throw new FailureError('not-found', { message: USED_MESSAGE })
  await expireLate(parts, session)
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

async function confirmOnPhone(
  parts: FaceParts,
  token: string,
  { nonce, consentVersion, cameraLabel }: PhoneConfirm,
): Promise<FaceChallenge> {
  const session = await phoneSession(parts, token, nonce)
  await expireLate(parts, session)
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

async function pollOutside(parts: FaceParts, session: FaceSessionRow): Promise<void> {
  if (session.outside_receipt === null) return
  const result = await parts.outside?.poll(session.outside_receipt)
  if (result === 'pass' || result === 'fail') await endOutside(parts, session, result)
}

/** Twice the same result, by call and by poll, is one: only the first finds the session open. */
async function endOutside(parts: FaceParts, session: FaceSessionRow, result: 'pass' | 'fail'): Promise<void> {
  const outcome =
    result === 'pass'
      ? { state: 'passed' as const, reason: null }
      : { state: 'failed' as const, reason: 'not-the-person' as const }
  await endSession(parts, session, ['capturing'], { ...outcome, findings: [`outside-${result}`] })
}

async function deleteMaterial(parts: FaceParts, organisationId: string): Promise<number> {
  const kept = await parts.sessions.withMaterial(organisationId)
  for (const { id } of kept) await eraseMaterial(parts, id)
  return kept.length
}

async function eraseMaterial(parts: FaceParts, sessionId: string): Promise<void> {
  await parts.material.erase(sessionId)
  await parts.sessions.change(sessionId, ['in-review'], { material_until: null })
}

async function sweep(parts: FaceParts): Promise<void> {
  const now = parts.now()
  const decidingSince = new Date(now.getTime() - DECIDING_AT_MOST_MS)
  for (const session of await parts.sessions.overdue(now, decidingSince)) {
    if (session.state === 'deciding')
      await endSession(parts, session, ['deciding'], { state: 'failed', reason: 'too-long' })
    else await expireLate(parts, session)
  }
  const due = (await parts.sessions.withMaterial(null)).filter(
    ({ material_until: until }) => until <= now.toISOString(),
  )
  const unneeded = await parts.sessions.withMaterialUnneeded()
  for (const id of [...due.map((session) => session.id), ...unneeded]) await eraseMaterial(parts, id)
  const kept = new Set((await parts.sessions.withMaterial(null)).map(({ id }) => id))
  await parts.material.eraseOthers(kept, decidingSince)
  await parts.sessions.forgetPictures(new Date(now.getTime() - PICTURES_REMEMBERED_MS))
}
