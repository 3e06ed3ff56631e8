import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { peopleAgentMethods } from '../../../domain/people/people-contract.ts'
import { engineerHandlers } from './engineer-handlers.ts'
import { exportHandlers } from './export-handlers.ts'
import { operatorBatchHandlers } from './operator-batch-handlers.ts'
import { operatorHandlers } from './operator-handlers.ts'
import type { PeopleDependencies } from './people-dependencies.ts'
import { revealHandlers } from './reveal-handlers.ts'
import { rosterHandlers } from './roster-handlers.ts'

/** Engineers, operators and applications of the organisation. Numbers leave this folder masked, but for looks that are recorded. */
export function createPeopleService(deps: PeopleDependencies): CapabilityHandlers<typeof peopleAgentMethods> {
  return {
    ...engineerHandlers(deps),
    ...operatorHandlers(deps),
    ...operatorBatchHandlers(deps),
    ...exportHandlers(deps),
    ...revealHandlers(deps),
    ...rosterHandlers(deps),
  }
}
