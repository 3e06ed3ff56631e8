import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { type Application, APPLICATION_STATE_LABELS } from '../../domain/applications/application.ts'
import type { OwnApplication } from '../../domain/applications/applications-contract.ts'
import { FailureError } from '../../domain/contracts/failure.ts'
import { normaliseLine } from '../../domain/organisation/registration-checks.ts'
import type { Engineer } from '../../domain/people/engineer.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import type { Decision } from '../../domain/supervision/supervision-contract.ts'
import type { Tables } from '../database/tables.ts'
import { audit } from '../records/audit-log.ts'
import type { AfterChange } from '../records/mutation-handler.ts'
import { putNotice } from '../records/notices.ts'
import type { OrganisationContext } from '../records/organisation-context.ts'
import { regionCovers } from '../records/region-scope.ts'
import { applicationRepository, type StoredApplication } from './application-repository.ts'
import { type ApplicationDependencies, SEAT_TAKEN, toOwn } from './application-service.ts'
import { createEngineerSeats, type EngineerSeats, type Seat } from './engineer-seats.ts'

export interface DecisionDependencies extends ApplicationDependencies {
  /** Judges the conditions of practice again, in the same transaction. */
  afterChange: AfterChange
}

interface Authority {
  accountId: string
  regionCode: string | null
}

/** The fire authority's side: its own region only, every look and decision audited. */
export interface ApplicationDecisions {
  pending: (authority: Authority) => Promise<OwnApplication[]>
  /** Approval makes the engineer's record and seat, and ends the old ones of a transfer; fails `conflict` where the person or a certificate has a seat. */
  decide: (
    authority: Authority,
    decision: { applicationId: string; decision: Decision; reason: string },
  ) => Promise<OwnApplication>
}

const STATE_AFTER = { approve: 'approved', return: 'returned', refuse: 'refused' } as const

export function createApplicationDecisions(dependencies: DecisionDependencies): ApplicationDecisions {
  const seats = createEngineerSeats(dependencies.personalHash)
  return {
    pending: (authority) => listPending(dependencies, authority),
    decide: (authority, { applicationId, decision, reason }) =>
      decide(dependencies, seats, authority, applicationId, decision, normaliseLine(reason)),
  }
}

async function listPending(
  { db, now }: DecisionDependencies,
  authority: Authority,
): Promise<OwnApplication[]> {
  const waiting = await applicationRepository.inState(db, 'organisation-agreed')
  const own = waiting.filter(({ regionCode }) => regionCovers(authority.regionCode, regionCode))
  if (own.length > 0) {
    await db.transaction().execute((trx) =>
      audit(trx, {
        at: now(),
        accountId: authority.accountId,
        organisationId: null,
        action: 'application.look',
        subject: own.map(({ id }) => id).join(' '),
        details: { count: own.length },
      }),
    )
  }
  return own.map(toOwn)
}

async function decide(
  dependencies: DecisionDependencies,
  seats: EngineerSeats,
  authority: Authority,
  applicationId: string,
  decision: Decision,
  reason: string,
): Promise<OwnApplication> {
  if (decision !== 'approve' && reason === '') {
    const message = decision === 'return' ? '请填写退回补正的原因' : '请填写不予注册的原因'
    throw new FailureError('invalid-input', { fields: [{ path: 'reason', message }] })
  }
  const { db, feeds, now, afterChange } = dependencies
  const found = await decidable(db, authority, applicationId)
  return feeds.transaction(async (trx, openFeed) => {
    const at = now()
    const left = decision === 'approve' ? await seatToLeave(trx, seats, found) : null
    const contexts = new Map<string, OrganisationContext>()
    // Always in the same order, so that two transfers in opposite directions do not wait for each other.
    for (const organisationId of [found.organisationId, ...(left ? [left.organisation_id] : [])].sort()) {
      const records = await openFeed(organisationId, { accountId: authority.accountId })
      contexts.set(organisationId, {
        db: trx,
        records,
        organisationId,
        now: at,
        accountId: authority.accountId,
      })
    }
    const here = contextOf(contexts, found.organisationId)
    const { id, ...application } = toOwn(await decidable(trx, authority, applicationId))
    const body: Application = {
      ...application,
      state: STATE_AFTER[decision],
      decidedAt: at.toISOString(),
      reason,
    }
    if (decision === 'approve') {
      const former =
        left && (await leave(contextOf(contexts, left.organisation_id), seats, left, afterChange))
      await register(here, seats, body, former?.validUntil ?? body.engineer.validUntil)
    }
    await applicationRepository.update(trx, id, body)
    await here.records.put('application', id, body, 'application.decide')
    await putNotice(here, {
      text: `注册消防工程师${body.engineer.name}的注册申请${APPLICATION_STATE_LABELS[body.state]}${reason && `：${reason}`}`,
      kind: decision === 'approve' ? 'good' : 'attention',
      place: 'engineers',
    })
    if (decision === 'approve') await afterChange(here, 'people-changed')
    await audit(trx, {
      at,
      accountId: authority.accountId,
      organisationId: found.organisationId,
      action: 'application.decide',
      subject: `application:${id}`,
      details: { decision },
    })
    return { ...body, id }
  })
}

function contextOf(contexts: ReadonlyMap<string, OrganisationContext>, id: string): OrganisationContext {
  const context = contexts.get(id)
  if (!context) throw new Error('the organisation was not opened')
  return context
}

async function decidable(
  db: ApplicationDependencies['db'],
  authority: Authority,
  applicationId: string,
): Promise<StoredApplication> {
  const application = await applicationRepository.get(db, applicationId)
  if (!application || !regionCovers(authority.regionCode, application.regionCode)) {
    throw new FailureError('not-found')
  }
  if (application.state !== 'organisation-agreed') {
    throw new FailureError('conflict', {
      message: `这份申请现在的状态是“${APPLICATION_STATE_LABELS[application.state]}”，不能审批，请刷新列表`,
    })
  }
  return application
}

/** The seat that a transfer gives up; null for a first registration. Any seat of somebody else with one of these numbers is in the way. */
async function seatToLeave(
  db: Transaction<Tables>,
  seats: EngineerSeats,
  { kind, engineer }: StoredApplication,
): Promise<Seat | null> {
  const taken = await seats.taken(db, engineer)
  const own = taken.find((seat) => seat.account_id === engineer.accountId) ?? null
  if (taken.some((seat) => seat !== own) || (kind === 'initial' && own)) {
    throw new FailureError('conflict', { message: `${SEAT_TAKEN}，不能通过；请退回补正或不予注册` })
  }
  if (kind === 'transfer' && !own) {
    throw new FailureError('conflict', {
      message: '该工程师没有在册的注册，不能变更；请退回补正，改为初始注册',
    })
  }
  return own
}

/** Ends the registration with the former organisation; answers the record, whose expiry a transfer keeps. */
async function leave(
  context: OrganisationContext,
  seats: EngineerSeats,
  seat: Seat,
  afterChange: AfterChange,
): Promise<Engineer | null> {
  await seats.leave(context.db, seat)
  const record = await context.records.get('engineer', seat.record_id)
  if (!record) return null
  const body: Engineer = { ...record.body, state: 'left', leftAt: context.now.toISOString() }
  await context.records.put('engineer', record.id, body, 'engineer.leave')
  await putNotice(context, {
    text: `注册消防工程师${body.name}已变更注册，不再属于本机构`,
    kind: 'attention',
    place: 'engineers',
  })
  await afterChange(context, 'people-changed')
  return record.body
}

async function register(
  context: OrganisationContext,
  seats: EngineerSeats,
  { engineer }: Application,
  validUntil: string,
): Promise<void> {
  if (validUntil < chinaDay(context.now.getTime())) {
    throw new FailureError('conflict', {
      message: `该工程师的注册有效期至 ${validUntil}，已过期，不能通过；请退回补正`,
    })
  }
  const recordId = randomUUID()
  const seated = await seats.take(context.db, engineer, {
    account_id: engineer.accountId,
    organisation_id: context.organisationId,
    record_id: recordId,
  })
  if (!seated)
    throw new FailureError('conflict', { message: `${SEAT_TAKEN}，不能通过；请退回补正或不予注册` })
  const body: Engineer = {
    ...engineer,
    validUntil,
    state: 'normal',
    position: 'ordinary',
    joinedAt: context.now.toISOString(),
    leftAt: null,
  }
  await context.records.put('engineer', recordId, body, 'application.decide')
}
