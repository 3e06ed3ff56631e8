import type { ApplicationState } from '../../../domain/applications/application.ts'

/** The look of each state of an application, for StatusTag. */
export const APPLICATION_STATE_KINDS: Record<
  ApplicationState,
  'good' | 'attention' | 'bad' | 'none' | 'waiting'
> = {
  submitted: 'waiting',
  'organisation-agreed': 'waiting',
  'organisation-declined': 'bad',
  approved: 'good',
  returned: 'attention',
  refused: 'bad',
  withdrawn: 'none',
}

/** An application that nobody has ended yet: a second one beside it would be refused. */
export function isOpen(state: ApplicationState): boolean {
  return state === 'submitted' || state === 'organisation-agreed'
}
