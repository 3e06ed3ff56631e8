import type { OwnApplication } from '../../domain/applications/applications-contract.ts'
import type { Decision, PendingVerification } from '../../domain/supervision/supervision-contract.ts'
import type { Capability } from '../http/capability.ts'
import { requireRole } from '../http/request-context.ts'

interface Authority {
  accountId: string
  regionCode: string | null
}

/** What the other capabilities let the fire authority do; they hold its region against the case and write the audit log. */
export interface SupervisionDependencies {
  applications: {
    pending: (authority: Authority) => Promise<OwnApplication[]>
    decide: (
      authority: Authority,
      decision: { applicationId: string; decision: Decision; reason: string },
    ) => Promise<OwnApplication>
  }
  verifications: {
    pending: (authority: Authority) => Promise<PendingVerification[]>
    decide: (
      authority: Authority,
      decision: { organisationId: string; requestedAt: string; approve: boolean; reason: string },
    ) => Promise<void>
  }
}

export function createSupervisionCapability({
  applications,
  verifications,
}: SupervisionDependencies): Capability {
  return {
    handlers: {
      supervision: {
        pendingApplications: (_input, request) => applications.pending(requireRole(request, 'authority')),
        decideApplication: (input, request) => applications.decide(requireRole(request, 'authority'), input),
        pendingVerifications: (_input, request) => verifications.pending(requireRole(request, 'authority')),
        decideVerification: (input, request) =>
          verifications.decide(requireRole(request, 'authority'), input),
      },
    },
  }
}
