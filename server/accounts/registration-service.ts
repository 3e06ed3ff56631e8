import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import type {
  EngineerRegistration,
  OrganisationRegistration,
  ServerSession,
} from '../../domain/accounts/accounts-contract.ts'
import { FailureError, refuseProblems, type FieldProblem } from '../../domain/contracts/failure.ts'
import { checkPassword } from '../../domain/identifiers/password.ts'
import {
  checkRegistration,
  checkSmsCode,
  normaliseRegistration,
  normaliseSmsCode,
} from '../../domain/organisation/registration-checks.ts'
import { checkEngineer, normaliseEngineer } from '../../domain/people/engineer-checks.ts'
import { EngineerProfile } from '../../domain/people/engineer.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import { NOT_VERIFIED } from '../../domain/verification/verification.ts'
import { isUniqueViolation } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import type { Sessions } from '../http/sessions.ts'
import { audit } from '../records/audit-log.ts'
import type { Feeds } from '../records/feeds.ts'
import { findAccountByMobile, insertAccount, type AccountRow } from './account-repository.ts'
import { hashPassword } from './passwords.ts'
import { toSession } from './sign-in-service.ts'
import type { SmsCodes } from './sms-code-service.ts'

export interface RegistrationDependencies {
  feeds: Feeds
  sessions: Sessions
  smsCodes: SmsCodes
  now: () => Date
}

export interface RegistrationService {
  registerOrganisation: (registration: OrganisationRegistration) => Promise<ServerSession>
  /** The identity check comes with the first application. */
  registerEngineer: (registration: EngineerRegistration) => Promise<ServerSession>
}

export function createRegistrationService(dependencies: RegistrationDependencies): RegistrationService {
  const { smsCodes, now } = dependencies
  return {
    async registerOrganisation(input) {
      const registration = normaliseRegistration(input)
      refuseProblems(checkRegistration(registration))
      const codeId = await smsCodes.check(registration.mobile, 'register', registration.smsCode)
      const passwordHash = await hashPassword(registration.password)
      return openAccount(dependencies, registration, codeId, (db, openFeed) =>
        insertOrganisation(db, openFeed, registration, passwordHash, now()),
      )
    },
    async registerEngineer(input) {
      const profile = EngineerProfile.parse(normaliseEngineer(EngineerProfile.parse(input)))
      const smsCode = normaliseSmsCode(input.smsCode)
      refuseProblems({
        ...checkEngineer(profile, chinaDay(now().getTime())),
        password: checkPassword(input.password, profile),
        smsCode: checkSmsCode(smsCode),
      })
      const codeId = await smsCodes.check(profile.mobile, 'register', smsCode)
      const passwordHash = await hashPassword(input.password)
      return openAccount(dependencies, { mobile: profile.mobile }, codeId, (db) =>
        insertAccount(db, {
          role: 'engineer',
          mobile: profile.mobile,
          password_hash: passwordHash,
          display_name: profile.name,
          engineer_profile: JSON.stringify(profile),
          created_at: now().toISOString(),
        }),
      )
    },
  }
}

type Work = Parameters<Feeds['transaction']>[0]
type OpenFeed = Parameters<Work>[1]

/** Spends the code, makes the account and opens its first session, all or nothing. A refusal leaves the code unspent. */
async function openAccount(
  { feeds, sessions, smsCodes, now }: RegistrationDependencies,
  claimed: { mobile: string; creditCode?: string },
  codeId: string,
  insert: (db: Transaction<Tables>, openFeed: OpenFeed) => Promise<AccountRow>,
): Promise<ServerSession> {
  try {
    return await feeds.transaction(async (db, openFeed) => {
      await refuseTaken(db, claimed)
      await smsCodes.use(db, codeId)
      const account = await insert(db, openFeed)
      const session = await sessions.open(account.id, db)
      await audit(db, {
        at: now(),
        accountId: account.id,
        organisationId: account.organisation_id,
        action: 'account.register',
        subject: account.id,
        details: { role: account.role },
      })
      return { ...toSession(account), ...session }
    })
  } catch (error) {
    // Somebody else was faster by a moment.
    if (isUniqueViolation(error)) throw taken(['mobile', ...(claimed.creditCode ? ['creditCode'] : [])])
    throw error
  }
}

async function insertOrganisation(
  db: Transaction<Tables>,
  openFeed: OpenFeed,
  registration: OrganisationRegistration,
  passwordHash: string,
  now: Date,
): Promise<AccountRow> {
  const id = randomUUID()
  const { name, creditCode, creditCodeConfirmed, registrationProvince, scope, mobile } = registration
  await db
    .insertInto('organisation')
    .values({
      id,
      name,
      credit_code: creditCode,
      province: registrationProvince,
      change_seq: 0,
      created_at: now.toISOString(),
    })
    .execute()
  const account = await insertAccount(db, {
    role: 'organisation',
    mobile,
    password_hash: passwordHash,
    display_name: name,
    organisation_id: id,
    created_at: now.toISOString(),
  })
  const records = await openFeed(id, { accountId: account.id })
  await records.put(
    'organisation',
    id,
    {
      name,
      creditCode,
      creditCodeConfirmed,
      registrationProvince,
      accountMobile: mobile,
      scope,
      materials: null,
      verification: NOT_VERIFIED,
    },
    'account.register',
  )
  return account
}

const TAKEN: Record<string, string> = {
  mobile: '该手机号码已注册账号，请直接登录或更换手机号码',
  creditCode: '该统一社会信用代码已注册账号，请用原账号登录；如非本机构注册，请联系当地消防救援机构',
}

async function refuseTaken(
  db: Transaction<Tables>,
  claimed: { mobile: string; creditCode?: string },
): Promise<void> {
  const paths: string[] = []
  if (await findAccountByMobile(db, claimed.mobile)) paths.push('mobile')
  if (claimed.creditCode !== undefined) {
    const other = await db
      .selectFrom('organisation')
      .select('id')
      .where('credit_code', '=', claimed.creditCode)
      .executeTakeFirst()
    if (other) paths.push('creditCode')
  }
  if (paths.length > 0) throw taken(paths)
}

/** `paths` are those of the registration's input. */
export function taken(paths: readonly string[]): FailureError {
  const fields: FieldProblem[] = paths.map((path) => ({ path, message: TAKEN[path] ?? '已被使用' }))
  return new FailureError('already-taken', {
    message: fields.map((field) => field.message).join('；'),
    fields,
  })
}
