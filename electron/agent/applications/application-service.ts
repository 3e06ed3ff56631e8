import type { applicationsAgentMethods } from '../../../domain/applications/applications-contract.ts'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { ServerApi } from '../server-api.ts'

/** The engineer's own side: everything is decided by the server, nothing is kept here. */
export function createApplicationService(
  server: ServerApi['applications'],
): CapabilityHandlers<typeof applicationsAgentMethods> {
  return {
    profile: () => server.profile(undefined),
    findOrganisations: ({ text }) => server.findOrganisations({ text: text.trim() }),
    submit: server.submit,
    list: () => server.list(undefined),
    withdraw: server.withdraw,
  }
}
