import type { Kysely } from 'kysely'
import type { Credentials, ServerSession } from '../../domain/accounts/accounts-contract.ts'
import { FailureError, refuseProblems } from '../../domain/contracts/failure.ts'
import { maskPhone } from '../../domain/identifiers/mask.ts'
import { checkPassword } from '../../domain/identifiers/password.ts'
import { checkMobile, normaliseMobile } from '../../domain/identifiers/phone.ts'
import { checkSmsCode, normaliseSmsCode } from '../../domain/organisation/registration-checks.ts'
import { inTransaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import type { Limits } from '../http/limits.ts'
import type { Sessions } from '../http/sessions.ts'
import { audit } from '../records/audit-log.ts'
import type { PersonalHash } from '../records/personal-hash.ts'
import {
  type AccountRow,
  changePassword,
  clearAttempts,
  countAttempt,
  findAccount,
  findAccountByMobile,
  lastSignIn,
  lockAccount,
} from './account-repository.ts'
import { hashPassword, isPassword } from './passwords.ts'
import type { SmsCodes } from './sms-code-service.ts'

const FAILURES_UNTIL_LOCK = 5
const LOCK_MS = 15 * 60 * 1000

export interface SignInDependencies {
  db: Kysely<Tables>
  sessions: Sessions
  smsCodes: SmsCodes
  limits: Limits
  personalHash: PersonalHash
  now: () => Date
}

export interface SignInService {
  signIn: (credentials: Credentials) => Promise<ServerSession>
  current: (accountId: string) => Promise<Omit<ServerSession, 'token' | 'expiresAt'>>
  /** Ends every session of the account and its lock. */
  resetPassword: (request: { mobile: string; smsCode: string; password: string }) => Promise<void>
}

export function createSignInService(dependencies: SignInDependencies): SignInService {
  const { db, sessions, smsCodes, now } = dependencies

  return {
    async signIn(credentials) {
      const mobile = normaliseMobile(credentials.mobile)
      refuseProblems({ mobile: checkMobile(mobile) })
      const account =
        credentials.kind === 'password'
          ? await checkedByPassword(dependencies, mobile, credentials.password)
          : await checkedBySms(dependencies, mobile, normaliseSmsCode(credentials.smsCode))
      const lastSignInAt = await lastSignIn(db, account.id)
      const session = await sessions.open(account.id, db, credentials.device ?? null)
      await inTransaction(db, (trx) =>
        audit(trx, {
          at: now(),
          accountId: account.id,
          organisationId: account.organisation_id,
          action: 'account.sign-in',
          subject: account.id,
          details: { way: credentials.kind },
        }),
      )
      return { ...toSession(account), lastSignInAt, ...session }
    },
    async current(accountId) {
      const account = await findAccount(db, accountId)
      if (!account) throw new FailureError('not-signed-in')
      return toSession(account)
    },
    async resetPassword(request) {
      const mobile = normaliseMobile(request.mobile)
      const smsCode = normaliseSmsCode(request.smsCode)
      refuseProblems({
        mobile: checkMobile(mobile),
        smsCode: checkSmsCode(smsCode),
        password: checkPassword(request.password, { mobile }),
      })
      const codeId = await smsCodes.check(mobile, 'reset-password', smsCode)
      const account = await findAccountByMobile(db, mobile)
      if (!account) throw wrongCredentials('账号不存在或短信验证码不正确，请核对')
      const passwordHash = await hashPassword(request.password)
      await inTransaction(db, async (trx) => {
        await smsCodes.use(trx, codeId)
        await changePassword(trx, account.id, passwordHash, now().toISOString())
        await sessions.endAll(account.id, trx)
        await audit(trx, {
          at: now(),
          accountId: account.id,
          organisationId: account.organisation_id,
          action: 'account.reset-password',
          subject: account.id,
        })
      })
    },
  }
}

async function checkedByPassword(
  dependencies: SignInDependencies,
  mobile: string,
  password: string,
): Promise<AccountRow> {
  const { db, now, limits, personalHash } = dependencies
  const account = await findAccountByMobile(db, mobile)
  if (!account) {
    await isPassword(password, null)
    const key = personalHash('unknown-account', mobile)
    // Unknown numbers lock like known ones, so that a lock does not tell which accounts exist.
    await limits.take({ key, atMost: FAILURES_UNTIL_LOCK - 1, windowMs: LOCK_MS, message: '' }).catch(() => {
      throw accountLocked(LOCK_MS)
    })
    throw wrongCredentials()
  }
  const attempts = await countAttempt(db, account.id, now().toISOString())
  if (attempts === null)
    throw accountLocked(Date.parse(account.locked_until ?? '') - now().getTime() || LOCK_MS)
  const allowed = attempts <= FAILURES_UNTIL_LOCK
  if (allowed && (await isPassword(password, account.password_hash))) {
    await clearAttempts(db, account.id)
    return account
  }
  if (attempts < FAILURES_UNTIL_LOCK) throw wrongCredentials()
  await inTransaction(db, async (trx) => {
    await lockAccount(trx, account.id, new Date(now().getTime() + LOCK_MS).toISOString())
    await audit(trx, {
      at: now(),
      accountId: account.id,
      organisationId: account.organisation_id,
      action: 'account.locked',
      subject: account.id,
    })
  })
  throw accountLocked(LOCK_MS)
}

/** A code proves the number, so it also opens a locked account. */
async function checkedBySms(
  dependencies: SignInDependencies,
  mobile: string,
  smsCode: string,
): Promise<AccountRow> {
  const { db, smsCodes } = dependencies
  refuseProblems({ smsCode: checkSmsCode(smsCode) })
  const codeId = await smsCodes.check(mobile, 'sign-in', smsCode)
  const account = await findAccountByMobile(db, mobile)
  if (!account) throw wrongCredentials('账号不存在或短信验证码不正确，请核对')
  await inTransaction(db, async (trx) => {
    await smsCodes.use(trx, codeId)
    await clearAttempts(trx, account.id)
  })
  return account
}

export function toSession(account: AccountRow): Omit<ServerSession, 'token' | 'expiresAt'> {
  return {
    accountId: account.id,
    role: account.role,
    account: maskPhone(account.mobile),
    displayName: account.display_name,
    organisationId: account.organisation_id,
    regionCode: account.region_code,
  }
}

function wrongCredentials(message = '账号或密码不正确，请核对；连续 5 次失败将锁定 15 分钟'): FailureError {
  return new FailureError('wrong-credentials', { message })
}

function accountLocked(leftMs: number): FailureError {
  const minutes = Math.ceil(leftMs / 60_000)
  return new FailureError('account-locked', {
    message: `连续 5 次登录失败，账号已锁定，请 ${minutes} 分钟后再试，或用“忘记密码”重设密码`,
    retryAfterSeconds: Math.ceil(leftMs / 1000),
  })
}
