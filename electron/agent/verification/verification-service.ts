import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { verificationAgentMethods } from '../../../domain/verification/face-contract.ts'
import type { ServerApi } from '../server-api.ts'

export interface VerificationServiceDeps {
  server: ServerApi['verification']
  /** Brings what the server has decided into this workstation's copy; never fails. */
  synchronise: () => Promise<void>
}

const ENDED = new Set(['passed', 'in-review'])

/** Real-name verification by face is decided at the server alone; this workstation passes on what is sealed already and keeps nothing of it. */
export function createVerificationService({
  server,
  synchronise,
}: VerificationServiceDeps): CapabilityHandlers<typeof verificationAgentMethods> {
  return {
    faceWays: () => server.faceWays(undefined),
    startFace: (input) => server.startFace(input),
    faceState: async ({ sessionId, knownVersion }) => {
      const state = await server.faceState({ sessionId, ...(knownVersion !== undefined && { knownVersion }) })
      if (ENDED.has(state.state)) await synchronise()
      return state
    },
    submitFace: (input) => server.submitFace(input),
    abandonFace: (input) => server.abandonFace(input),
    cancelFace: (input) => server.cancelFace(input),
    deleteFaceMaterial: () => server.deleteFaceMaterial(undefined),
    readFaceEvidence: (input) => server.readFaceEvidence(input),
  }
}
