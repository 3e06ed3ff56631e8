import { FailureError } from '../../domain/contracts/failure.ts'
import type { FaceSessionState } from '../../domain/verification/face-contract.ts'
import { FACE_FAILURE_WORDS, type FaceFailureReason } from '../../domain/verification/face-failure.ts'
import type { FaceParts } from './face-dependencies.ts'
import { endSession } from './face-outcome.ts'
import type { FaceSessionRow } from './face-session-repository.ts'
import { readAwaited, triesOf } from './face-start.ts'
import { UPLOAD_GRACE_MS } from './face-submission.ts'

const WAIT_AT_MOST_MS = 8000
/** Another server process may have changed it. */
const LOOK_EVERY_MS = 1000

/** Answers as soon as the state is another one than `knownVersion`, or after eight seconds: live and polling in one. */
export async function waitForState(
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

export async function stateOf(parts: FaceParts, sessionId: string): Promise<FaceSessionState> {
  const found = await parts.sessions.find(sessionId)
  if (!found) throw new FailureError('not-found')
  await bringUpToDate(parts, found)
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

/** Ends what is over by now. An outside service is asked once more before its session expires: a result that came late is a result. */
export async function bringUpToDate(parts: FaceParts, session: FaceSessionRow): Promise<void> {
  if (session.way === 'outside' && session.state === 'capturing') await pollOutside(parts, session)
  await expireLate(parts, session)
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

async function pollOutside(parts: FaceParts, session: FaceSessionRow): Promise<void> {
  if (session.outside_receipt === null) return
  const result = await parts.outside?.poll(session.outside_receipt)
  if (result === 'pass' || result === 'fail') await endOutside(parts, session, result)
}

/** Twice the same result, by call and by poll, is one: only the first finds the session open. */
export async function endOutside(
  parts: FaceParts,
  session: FaceSessionRow,
  result: 'pass' | 'fail',
): Promise<void> {
  const outcome =
    result === 'pass'
      ? { state: 'passed' as const, reason: null }
      : { state: 'failed' as const, reason: 'not-the-person' as const }
  await endSession(parts, session, ['capturing'], { ...outcome, findings: [`outside-${result}`] })
}
