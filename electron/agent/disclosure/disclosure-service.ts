import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { disclosureAgentMethods } from '../../../domain/disclosure/disclosure-contract.ts'
import type { ServerApi } from '../server-api.ts'

/** 信息公开 is the server's; signed in or not, everybody sees the same. */
export function createDisclosureService(
  server: ServerApi['disclosure'],
): CapabilityHandlers<typeof disclosureAgentMethods> {
  return {
    search: ({ text, ...search }) => server.search({ ...search, text: text.trim() }),
    organisation: server.organisation,
  }
}
