import type { Capability } from '../http/capability.ts'
import { requireCaller, requireOrganisation } from '../http/request-context.ts'
import { checkLabel } from './label-check.ts'
import { type LabelKeyDependencies, registerLabelKey } from './label-keys.ts'
import { createLabelMutations } from './label-mutations.ts'
import { addLabelRoutes } from './label-routes.ts'
import { createTemplateMutations } from './template-mutations.ts'

export function createLabelsCapability(dependencies: LabelKeyDependencies): Capability {
  return {
    handlers: {
      labels: {
        registerKey: (input, request) => registerLabelKey(dependencies, requireOrganisation(request), input),
        check: ({ text }, request) => {
          requireCaller(request)
          return checkLabel(dependencies.db, text, dependencies.now())
        },
      },
    },
    mutations: [...createLabelMutations(), ...createTemplateMutations()],
    routes: (app) => addLabelRoutes(app, dependencies.db, dependencies.now),
  }
}
