import type { Session } from '../../../domain/accounts/accounts-contract.ts'
import type { RegistrationStep } from '../../../domain/organisation/organisation.ts'

/** Where somebody who is signed in belongs: an organisation first finishes its registration. */
export function homePath(session: Pick<Session, 'role'> | null, step: RegistrationStep | null): string {
  if (!session) return '/'
  if (session.role === 'engineer') return '/engineer'
  if (session.role === 'authority') return '/supervision'
  switch (step) {
    case 'verification':
      return '/registration/verification'
    case 'complete':
      return '/home'
    case 'materials':
    case null:
      return '/registration/materials'
  }
}
