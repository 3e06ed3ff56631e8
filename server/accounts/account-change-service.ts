import type { Transaction } from 'kysely'
import type { ServerSession } from '../../domain/accounts/accounts-contract.ts'
import { FailureError, refuseProblems } from '../../domain/contracts/failure.ts'
import { maskPhone } from '../../domain/identifiers/mask.ts'
import { checkPassword } from '../../domain/identifiers/password.ts'
import { checkMobile, normaliseMobile } from '../../domain/identifiers/phone.ts'
import { checkSmsCode, normaliseSmsCode } from '../../domain/organisation/registration-checks.ts'
import { inTransaction, isUniqueViolation } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import type { Caller } from '../http/request-context.ts'
import { audit } from '../records/audit-log.ts'
import type { Feeds, OpenFeed } from '../records/feeds.ts'
import { putNotice } from '../records/notices.ts'
import { changeMobile, changePassword, findAccount, type AccountRow } from './account-repository.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { taken } from './registration-service.ts'
import { toSession, type SignInDependencies } from './sign-in-service.ts'

export interface AccountChangeDependencies extends SignInDependencies {
  feeds: Feeds
}

/** 个人中心: each change is confirmed by a 短信验证码 and ends every other session of the account. */
export interface AccountChangeService {
  changePassword: (
    caller: Caller,
    request: { oldPassword: string; smsCode: string; password: string },
  ) => Promise<void>
  changeMobile: (
    caller: Caller,
    request: { oldSmsCode: string; mobile: string; smsCode: string },
  ) => Promise<Omit<ServerSession, 'token' | 'expiresAt'>>
}

const WINDOW_MS = 15 * 60 * 1000
const TRIES = 5

export function createAccountChangeService(dependencies: AccountChangeDependencies): AccountChangeService {
  const { smsCodes } = dependencies
  return {
    async changePassword(caller, request) {
      const account = await ownAccount(dependencies, caller)
      const smsCode = normaliseSmsCode(request.smsCode)
      refuseProblems({
        smsCode: checkSmsCode(smsCode),
        password: checkPassword(request.password, { mobile: account.mobile }),
      })
      await refuseWrongPassword(dependencies, account, request.oldPassword)
      if (request.password === request.oldPassword) {
        refuseProblems({ password: '新密码与原密码相同，请填写另一个密码' })
      }
      const codeId = await smsCodes.check(account.mobile, 'change-password', smsCode)
      await storePassword(dependencies, { account, caller }, await hashPassword(request.password), codeId)
    },
    async changeMobile(caller, request) {
      const account = await ownAccount(dependencies, caller)
      const mobile = normaliseMobile(request.mobile)
      const codes = { old: normaliseSmsCode(request.oldSmsCode), new: normaliseSmsCode(request.smsCode) }
      refuseProblems({
        oldSmsCode: checkSmsCode(codes.old),
        mobile: checkMobile(mobile) ?? (mobile === account.mobile ? '新手机号码与现在的登录账号相同' : null),
        smsCode: checkSmsCode(codes.new),
      })
      const oldId = await atField('oldSmsCode', smsCodes.check(account.mobile, 'change-mobile', codes.old))
      const newId = await smsCodes.check(mobile, 'new-mobile', codes.new)
      const changed = await moveAccount(dependencies, {
        account,
        mobile,
        codeIds: [oldId, newId],
        except: caller.tokenHash,
        way: 'old-mobile',
      })
      return toSession(changed)
    },
  }
}

async function ownAccount({ db }: AccountChangeDependencies, caller: Caller): Promise<AccountRow> {
  const account = await findAccount(db, caller.accountId)
  if (!account) throw new FailureError('not-signed-in')
  return account
}

async function refuseWrongPassword(
  { limits }: AccountChangeDependencies,
  account: AccountRow,
  password: string,
): Promise<void> {
  await limits.take({
    key: `old-password:${account.id}`,
    atMost: TRIES,
    windowMs: WINDOW_MS,
    message: `原密码连续 ${TRIES} 次不正确，请 15 分钟后再试，或退出登录后用“忘记密码”重设`,
  })
  if (await isPassword(password, account.password_hash)) return
  refuseProblems({ oldPassword: '原密码不正确，请核对；忘记的，可退出登录后用“忘记密码”重设' })
}

function storePassword(
  { db, smsCodes, sessions, now }: AccountChangeDependencies,
  { account, caller }: { account: AccountRow; caller: Caller },
  passwordHash: string,
  codeId: string,
): Promise<void> {
  return inTransaction(db, async (trx) => {
    await smsCodes.use(trx, codeId)
    await changePassword(trx, account.id, passwordHash, now().toISOString())
    await sessions.endAll(account.id, trx, caller.tokenHash)
    await audit(trx, {
      at: now(),
      accountId: account.id,
      organisationId: account.organisation_id,
      action: 'account.change-password',
      subject: account.id,
    })
  })
}

/** Gives the account another number to sign in by, here and in its organisation's record or its engineer's profile, and ends its sessions but `except`. An organisation's list of engineers keeps the number it was given. Fails `already-taken` where the number has an account. */
export async function moveAccount(
  { feeds, smsCodes, sessions, now }: AccountChangeDependencies,
  move: {
    account: AccountRow
    mobile: string
    codeIds: readonly string[]
    except: string
    way: 'old-mobile' | 'representative'
  },
): Promise<AccountRow> {
  const { account, mobile } = move
  try {
    return await feeds.transaction(async (db, openFeed) => {
      for (const id of move.codeIds) await smsCodes.use(db, id)
      const changed = await changeMobile(db, account, mobile)
      await sessions.endAll(account.id, db, move.except)
      if (account.organisation_id !== null) await tellOrganisation(db, openFeed, account, mobile, now())
      await audit(db, {
        at: now(),
        accountId: account.id,
        organisationId: account.organisation_id,
        action: 'account.change-mobile',
        subject: account.id,
        details: { way: move.way },
      })
      return changed
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw taken(['mobile'])
    throw error
  }
}

async function tellOrganisation(
  db: Transaction<Tables>,
  openFeed: OpenFeed,
  account: AccountRow,
  mobile: string,
  now: Date,
): Promise<void> {
  const organisationId = account.organisation_id ?? ''
  const records = await openFeed(organisationId, { accountId: account.id })
  const record = await records.get('organisation', organisationId)
  if (record) {
    const body = { ...record.body, accountMobile: mobile }
    await records.put('organisation', organisationId, body, 'account.change-mobile')
  }
  await putNotice(
    { records, now },
    { text: `登录手机号已更换为 ${maskPhone(mobile)}`, kind: 'information', place: 'none' },
  )
}

/** The code for the old number stands at a field of its own. */
async function atField<Value>(path: string, checking: Promise<Value>): Promise<Value> {
  try {
    return await checking
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    const { code, ...details } = error.failure
    throw new FailureError(code, {
      ...details,
      fields: (details.fields ?? []).map((field) => ({ ...field, path })),
    })
  }
}
