import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { peopleAgentMethods } from '../../../domain/people/people-contract.ts'
import type { CurrentWorkspace } from '../storage/workspace.ts'
import { engineerHandlers } from './engineer-handlers.ts'
import { operatorHandlers } from './operator-handlers.ts'
import { revealHandlers } from './reveal-handlers.ts'

export interface PeopleServiceDeps {
  workspace: CurrentWorkspace
  now: () => Date
}

/** Engineers, operators and applications of the organisation. Numbers leave this folder masked, but for looks that are recorded. */
export function createPeopleService(deps: PeopleServiceDeps): CapabilityHandlers<typeof peopleAgentMethods> {
  return { ...engineerHandlers(deps), ...operatorHandlers(deps), ...revealHandlers(deps) }
}
