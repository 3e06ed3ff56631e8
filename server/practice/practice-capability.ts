import type { Capability } from '../http/capability.ts'
import { createProjectMutations } from './project-mutations.ts'

export function createPracticeCapability(): Capability {
  return { mutations: createProjectMutations() }
}
