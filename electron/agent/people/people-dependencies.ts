import type { CurrentWorkspace } from '../storage/workspace.ts'

export interface PeopleDependencies {
  workspace: CurrentWorkspace
  now: () => Date
}
