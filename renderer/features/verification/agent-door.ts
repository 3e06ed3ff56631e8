import { FACE_CONSENT } from '../../../domain/verification/face-consent.ts'
import { agent } from '../../agent/agent.ts'
import type { FaceDoor } from '../../shared/face-capture/face-door.ts'

/** The workstation's way to the server: through the agent, which passes on what is sealed already. */
export const agentDoor: FaceDoor = {
  start: async (cameraLabel) => {
    const started = await agent.verification.startFace({
      way: 'pc',
      consentVersion: FACE_CONSENT.version,
      cameraLabel: cameraLabel.slice(0, 200),
    })
    if (!started.ok) return started
    const { challenge } = started.value
    return challenge
      ? { ok: true, value: challenge }
      : { ok: false, failure: { code: 'identity-service-unavailable' } }
  },
  submit: ({ sessionId, nonce }, sealedBase64) =>
    agent.verification.submitFace({ sessionId, nonce, sealedBase64 }),
  abandon: ({ sessionId }, reason) => agent.verification.abandonFace({ sessionId, reason }),
  cancel: ({ sessionId }) => void agent.verification.cancelFace({ sessionId }),
  state: ({ sessionId }, knownVersion) => agent.verification.faceState({ sessionId, knownVersion }),
}
