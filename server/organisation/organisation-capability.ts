import type { Verification } from '../../domain/verification/verification.ts'
import type { Capability } from '../http/capability.ts'
import { requireOrganisation } from '../http/request-context.ts'
import { createMaterialsService, type MaterialsDependencies } from './materials-service.ts'

export interface OrganisationDependencies extends MaterialsDependencies {
  requestManualReview: (organisationId: string, accountId: string, statement: string) => Promise<Verification>
}

export function createOrganisationCapability(dependencies: OrganisationDependencies): Capability {
  const materials = createMaterialsService(dependencies)
  return {
    handlers: {
      organisation: {
        submitMaterials: (input, request) => materials.submit(requireOrganisation(request), input),
        requestManualReview({ statement }, request) {
          const { organisationId, accountId } = requireOrganisation(request)
          return dependencies.requestManualReview(organisationId, accountId, statement)
        },
      },
    },
  }
}
