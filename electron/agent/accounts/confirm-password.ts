import type { Database } from 'better-sqlite3'
import type { Session } from '../../../domain/accounts/accounts-contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { createOfflineAttempts } from './offline-attempts.ts'
import { fitsVerifier } from './password-verifier.ts'
import { createVerifierRepository } from './verifier-repository.ts'

/**
 * Whether it is really the person who is signed in, before something that must not happen at an unattended desk. Works without the server; fails
 * `wrong-credentials`, and `account-locked` after five wrong passwords.
 */
export type ConfirmPassword = (password: string) => Promise<void>

export function createPasswordConfirmation(deps: {
  db: Database
  session: () => Session | null
  now: () => Date
}): ConfirmPassword {
  const verifiers = createVerifierRepository(deps.db)
  const attempts = createOfflineAttempts(deps.now)
  return async (password) => {
    const accountId = deps.session()?.accountId
    if (accountId === undefined) throw new FailureError('not-signed-in')
    attempts.refuseLocked(accountId)
    const verifier = verifiers.verifierOf(accountId)
    if (verifier === null) {
      throw new FailureError('wrong-credentials', {
        message: '此账号没有在本机用密码登录过，请退出后用密码登录，再重试',
      })
    }
    if (!(await fitsVerifier(password, verifier))) {
      attempts.countFailure(accountId)
      throw new FailureError('wrong-credentials', { message: '登录密码不正确，请重新填写' })
    }
    attempts.forget(accountId)
  }
}
