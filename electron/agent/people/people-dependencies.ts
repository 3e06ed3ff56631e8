import type { OpenRosterFont } from './make-roster.ts'
import type { CurrentWorkspace } from '../storage/workspace.ts'

export interface PeopleDependencies {
  workspace: CurrentWorkspace
  now: () => Date
  /** Fails `wrong-credentials` unless it is the password of whoever is signed in. */
  confirmPassword: (password: string) => Promise<void>
  openRosterFont: OpenRosterFont
}
