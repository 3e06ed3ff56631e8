import { FailureError } from '../../domain/contracts/failure.ts'
import type { CapabilityHandlers } from '../../domain/contracts/contract.ts'
import type {
  FaceAbandonReason,
  FaceChallenge,
  FaceSessionState,
  PhoneConfirm,
  PhoneOpened,
  verificationServerMethods,
} from '../../domain/verification/face-contract.ts'
import type { FaceParts } from './face-dependencies.ts'
import { endSession } from './face-outcome.ts'
import { OPEN_STATES, type FaceSessionRow } from './face-session-repository.ts'
import { submitPhoto } from './face-photo.ts'
import { bringUpToDate, endOutside, stateOf, waitForState } from './face-session-state.ts'
import { startFace } from './face-start.ts'
import { submitFace, type Submission } from './face-submission.ts'
import { deleteMaterial, sweep } from './face-sweep.ts'
import { faceWays } from './face-ways.ts'
import { confirmOnPhone, openOnPhone, phoneSession } from './phone-session.ts'
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
    /** One picture instead of the prompts: it can only go to people. */
    submitPhoto: (token: string, submission: Submission) => Promise<FaceSessionState>
    abandon: (token: string, nonce: string, reason: FaceAbandonReason) => Promise<FaceSessionState>
    state: (token: string, nonce: string, knownVersion?: number) => Promise<FaceSessionState>
  }
  outsideResult: (callback: OutsideFaceCallback) => Promise<void>
  sweep: () => Promise<void>
}

export function createFaceSessionService(parts: FaceParts): FaceSessionService {
  const own = (caller: Caller, sessionId: string) => ownSession(parts, caller, sessionId)
  const submit = async (session: FaceSessionRow, submission: Submission) => {
    await bringUpToDate(parts, session)
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
      async submitPhoto(token, submission) {
        const session = await phoneSession(parts, token, submission.nonce)
        await bringUpToDate(parts, session)
        await submitPhoto(parts, session, submission)
        return stateOf(parts, session.id)
      },
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
