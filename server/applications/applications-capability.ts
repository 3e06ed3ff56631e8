import type { Capability } from '../http/capability.ts'
import { requireRole } from '../http/request-context.ts'
import { createAnswerMutation } from './answer-mutation.ts'
import { type ApplicationDependencies, createApplicationService } from './application-service.ts'
import { findOrganisations } from './organisation-search.ts'

export function createApplicationsCapability(dependencies: ApplicationDependencies): Capability {
  const service = createApplicationService(dependencies)
  return {
    handlers: {
      applications: {
        async profile(_input, request) {
          const { accountId } = requireRole(request, 'engineer')
          const { profile, verified, organisationName } = await service.account(accountId)
          return { ...profile, verified, organisationName }
        },
        findOrganisations({ text }, request) {
          requireRole(request, 'engineer')
          return findOrganisations(dependencies.db, text)
        },
        submit: (input, request) => service.submit(requireRole(request, 'engineer').accountId, input),
        list: (_input, request) => service.list(requireRole(request, 'engineer').accountId),
        withdraw: ({ applicationId }, request) =>
          service.withdraw(requireRole(request, 'engineer').accountId, applicationId),
      },
    },
    mutations: [createAnswerMutation()],
  }
}
