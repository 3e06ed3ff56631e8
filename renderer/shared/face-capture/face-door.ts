import type { Result } from '../../../domain/contracts/failure.ts'
import type {
  FaceAbandonReason,
  FaceChallenge,
  FaceSessionState,
} from '../../../domain/verification/face-contract.ts'

/** How the capture reaches the server: the workstation through its agent, the phone by HTTPS. */
export interface FaceDoor {
  start(cameraLabel: string): Promise<Result<FaceChallenge>>
  submit(challenge: FaceChallenge, sealedBase64: string): Promise<Result<FaceSessionState>>
  abandon(challenge: FaceChallenge, reason: FaceAbandonReason): Promise<Result<FaceSessionState>>
  /** Whoever walks away ends the session; nobody waits for the answer. */
  cancel(challenge: FaceChallenge): void
  /** Answers at the next change after `knownVersion`, or after some seconds. */
  state(challenge: FaceChallenge, knownVersion: number): Promise<Result<FaceSessionState>>
}
