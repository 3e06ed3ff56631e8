import type { Capability } from '../http/capability.ts'
import { requireOrganisation } from '../http/request-context.ts'
import { createWorkstationService, type WorkstationDependencies } from './workstation-service.ts'

export function createWorkstationsCapability(dependencies: WorkstationDependencies): Capability {
  const service = createWorkstationService(dependencies)
  return {
    handlers: {
      workstations: {
        list: (_input, request) => service.list(requireOrganisation(request).organisationId),
        revoke: ({ clientId }, request) => service.revoke(requireOrganisation(request), clientId),
        rename: ({ clientId, name }, request) =>
          service.rename(requireOrganisation(request).organisationId, clientId, name),
        history: ({ recordType, recordId }, request) =>
          service.history(requireOrganisation(request).organisationId, recordType, recordId),
      },
    },
  }
}
