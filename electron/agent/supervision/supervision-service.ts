import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { refuseProblems } from '../../../domain/contracts/failure.ts'
import type { supervisionAgentMethods } from '../../../domain/supervision/supervision-contract.ts'
import type { ServerApi } from '../server-api.ts'

/** The fire authority's decisions are made at the server at once; nothing of them waits in an outbox. */
export function createSupervisionService(
  server: ServerApi['supervision'],
): CapabilityHandlers<typeof supervisionAgentMethods> {
  return {
    pendingApplications: () => server.pendingApplications(undefined),
    decideApplication: ({ reason: typed, ...decision }) => {
      const reason = typed.trim()
      const needed = decision.decision !== 'approve' && reason === ''
      refuseProblems({ reason: needed ? '请填写原因，申请人会看到' : null })
      return server.decideApplication({ ...decision, reason })
    },
    pendingVerifications: () => server.pendingVerifications(undefined),
    decideVerification: ({ reason: typed, ...decision }) => {
      const reason = typed.trim()
      refuseProblems({ reason: !decision.approve && reason === '' ? '请填写原因，机构会看到' : null })
      return server.decideVerification({ ...decision, reason })
    },
  }
}
