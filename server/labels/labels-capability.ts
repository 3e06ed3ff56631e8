import type { Capability } from '../http/capability.ts'
import { requireOrganisation } from '../http/request-context.ts'
import { type LabelKeyDependencies, registerLabelKey } from './label-keys.ts'
import { createLabelMutations } from './label-mutations.ts'
import { addLabelRoutes } from './label-routes.ts'

export function createLabelsCapability(dependencies: LabelKeyDependencies): Capability {
  return {
    handlers: {
      labels: {
        registerKey: (input, request) => registerLabelKey(dependencies, requireOrganisation(request), input),
      },
    },
    mutations: createLabelMutations(),
    routes: (app) => addLabelRoutes(app, dependencies.db, dependencies.now),
  }
}
