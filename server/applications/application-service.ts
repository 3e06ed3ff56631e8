import { randomUUID } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import {
  type Application,
  APPLICATION_STATE_LABELS,
  type ApplicationKind,
} from '../../domain/applications/application.ts'
import { OwnApplication } from '../../domain/applications/applications-contract.ts'
import { FailureError } from '../../domain/contracts/failure.ts'
import type { Organisation } from '../../domain/organisation/organisation.ts'
import { checkEngineer } from '../../domain/people/engineer-checks.ts'
import { EngineerProfile } from '../../domain/people/engineer.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import type { Verification } from '../../domain/verification/verification.ts'
import type { Tables } from '../database/tables.ts'
import type { Feeds } from '../records/feeds.ts'
import { putNotice } from '../records/notices.ts'
import type { PersonalHash } from '../records/personal-hash.ts'
import { createRecordReader } from '../records/record-store.ts'
import { applicationRepository, type StoredApplication } from './application-repository.ts'
import { createEngineerSeats, type EngineerSeats } from './engineer-seats.ts'

export interface ApplicationDependencies {
  db: Kysely<Tables>
  feeds: Feeds
  now: () => Date
  personalHash: PersonalHash
  /** 实名认证 of the engineer's own account, where it has not passed yet; see verification/. */
  checkPerson: (
    subject: string,
    person: Pick<EngineerProfile, 'name' | 'mobile'> & {
      documentKind: 'resident-id'
      documentNumber: string
    },
  ) => Promise<Verification>
}

export interface EngineerAccount {
  profile: EngineerProfile
  verified: boolean
  /** Where the engineer is registered now; null when nowhere. */
  organisationName: string | null
}

export interface ApplicationService {
  account: (accountId: string) => Promise<EngineerAccount>
  submit: (
    accountId: string,
    choice: { organisationId: string; kind: ApplicationKind },
  ) => Promise<OwnApplication>
  list: (accountId: string) => Promise<OwnApplication[]>
  withdraw: (accountId: string, applicationId: string) => Promise<OwnApplication>
}

/** Said to the engineer and to the authority alike; never where. */
export const SEAT_TAKEN = '该工程师已在其他机构注册执业'
const OPEN_STATES: readonly string[] = ['submitted', 'organisation-agreed']

/** The engineer's own side of registration (注册消防工程师管理规定): apply, look, withdraw. */
export function createApplicationService(dependencies: ApplicationDependencies): ApplicationService {
  const seats = createEngineerSeats(dependencies.personalHash)
  return {
    account: (accountId) => readAccount(dependencies.db, accountId),
    submit: (accountId, choice) => submit(dependencies, seats, accountId, choice),
    async list(accountId) {
      return (await applicationRepository.ofEngineer(dependencies.db, accountId)).map(toOwn)
    },
    withdraw: (accountId, applicationId) => withdraw(dependencies, accountId, applicationId),
  }
}

async function readAccount(db: Kysely<Tables>, accountId: string): Promise<EngineerAccount> {
  const row = await db
    .selectFrom('account')
    .leftJoin('engineer_seat', 'engineer_seat.account_id', 'account.id')
    .leftJoin('organisation', 'organisation.id', 'engineer_seat.organisation_id')
    .select([
      'account.engineer_profile',
      'account.engineer_verified',
      'organisation.name as organisation_name',
    ])
    .where('account.id', '=', accountId)
    .executeTakeFirst()
  if (!row?.engineer_profile) throw new FailureError('not-found')
  return {
    profile: EngineerProfile.parse(JSON.parse(row.engineer_profile)),
    verified: row.engineer_verified === 1,
    organisationName: row.organisation_name,
  }
}

async function submit(
  dependencies: ApplicationDependencies,
  seats: EngineerSeats,
  accountId: string,
  { organisationId, kind }: { organisationId: string; kind: ApplicationKind },
): Promise<OwnApplication> {
  const { db, feeds, now } = dependencies
  const { profile, verified } = await readAccount(db, accountId)
  refuseProfile(profile, now())
  const organisation = await verifiedOrganisation(db, organisationId)
  if (!verified) await verifyAccount(dependencies, accountId, profile)
  return feeds.transaction(async (trx, openFeed) => {
    const records = await openFeed(organisationId, { accountId })
    await refuseSecondApplication(trx, accountId)
    await refuseSeat(trx, seats, { accountId, organisationId, kind, profile })
    const at = now()
    const body: Application = {
      kind,
      state: 'submitted',
      organisationId,
      organisationName: organisation.name,
      engineer: { ...profile, accountId, verified: true },
      submittedAt: at.toISOString(),
      answeredAt: null,
      decidedAt: null,
      reason: '',
    }
    const id = randomUUID()
    const regionCode = organisation.materials?.regionCodes.at(-1) ?? organisation.registrationProvince
    await applicationRepository.insert(trx, { ...body, id, regionCode })
    await records.put('application', id, body, 'application.submit')
    await putNotice(
      { records, now: at },
      {
        text: `注册消防工程师${profile.name}申请注册到本机构，请确认`,
        kind: 'attention',
        place: 'engineers',
      },
    )
    return { ...body, id }
  })
}

function refuseProfile(profile: EngineerProfile, now: Date): void {
  const messages = Object.values(checkEngineer(profile, chinaDay(now.getTime())))
  if (messages.length > 0)
    throw new FailureError('conflict', { message: `${messages.join('；')}，请先更新个人信息` })
}

async function verifiedOrganisation(db: Kysely<Tables>, organisationId: string): Promise<Organisation> {
  const record = await createRecordReader(db, organisationId).get('organisation', organisationId)
  if (record?.body.verification.state === 'passed') return record.body
  throw new FailureError('not-found', { message: '没有这家机构，或它尚未完成实名认证，请重新查询后选择' })
}

async function verifyAccount(
  { db, checkPerson }: ApplicationDependencies,
  accountId: string,
  { name, mobile, idNumber }: EngineerProfile,
): Promise<void> {
  const { state } = await checkPerson(`account:${accountId}`, {
    name,
    mobile,
    documentKind: 'resident-id',
    documentNumber: idNumber,
  })
  if (state === 'service-unavailable') throw new FailureError('identity-service-unavailable')
  if (state !== 'passed') {
    throw new FailureError('verification-required', {
      message: '本人实名认证未通过：姓名、身份证号与手机号核验不一致，请核对个人信息后重试',
    })
  }
  await db.updateTable('account').set({ engineer_verified: 1 }).where('id', '=', accountId).execute()
}

async function refuseSecondApplication(db: Transaction<Tables>, accountId: string): Promise<void> {
  // The account's row is the lock: two applications sent at once to different organisations take turns.
  await db
    .updateTable('account')
    .set((row) => ({ engineer_verified: row.ref('engineer_verified') }))
    .where('id', '=', accountId)
    .execute()
  const own = await applicationRepository.ofEngineer(db, accountId)
  const open = own.find(({ state }) => OPEN_STATES.includes(state))
  if (open) {
    throw new FailureError('conflict', {
      message: `已有一份申请${APPLICATION_STATE_LABELS[open.state]}，请等待结果，或先撤回再重新申请`,
    })
  }
}

async function refuseSeat(
  db: Transaction<Tables>,
  seats: EngineerSeats,
  wish: { accountId: string; organisationId: string; kind: ApplicationKind; profile: EngineerProfile },
): Promise<void> {
  const taken = await seats.taken(db, wish.profile)
  const own = taken.find((seat) => seat.account_id === wish.accountId)
  if (taken.some((seat) => seat.account_id !== wish.accountId)) {
    throw new FailureError('conflict', { message: `${SEAT_TAKEN}，如有疑问请联系消防救援机构` })
  }
  if (own?.organisation_id === wish.organisationId) {
    throw new FailureError('conflict', { message: '已在这家机构注册，无需重复申请' })
  }
  if (wish.kind === 'initial' && own) {
    throw new FailureError('conflict', { message: `${SEAT_TAKEN}，请选择变更注册` })
  }
  if (wish.kind === 'transfer' && !own) {
    throw new FailureError('conflict', { message: '目前没有在册的注册，请选择初始注册' })
  }
}

async function withdraw(
  { db, feeds }: ApplicationDependencies,
  accountId: string,
  applicationId: string,
): Promise<OwnApplication> {
  const found = await applicationRepository.get(db, applicationId)
  if (found?.engineer.accountId !== accountId) throw new FailureError('not-found')
  return feeds.transaction(async (trx, openFeed) => {
    const records = await openFeed(found.organisationId, { accountId })
    const current = await applicationRepository.get(trx, applicationId)
    if (!current || !OPEN_STATES.includes(current.state)) {
      throw new FailureError('conflict', {
        message: `申请${current ? APPLICATION_STATE_LABELS[current.state] : '已结束'}，不能再撤回`,
      })
    }
    const { id, ...before } = toOwn(current)
    const body: Application = { ...before, state: 'withdrawn' }
    await applicationRepository.update(trx, id, body)
    await records.put('application', id, body, 'application.withdraw')
    return { ...body, id }
  })
}

/** Without what only the server keeps. */
export function toOwn(application: StoredApplication): OwnApplication {
  return OwnApplication.parse(application)
}
