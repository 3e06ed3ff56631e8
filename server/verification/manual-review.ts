import type { Kysely, Selectable } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import { characterCount } from '../../domain/identifiers/fold-width.ts'
import { awaitedVerification, withVerification } from '../../domain/organisation/awaited-verification.ts'
import { normaliseLine } from '../../domain/organisation/registration-checks.ts'
import type { PendingVerification } from '../../domain/supervision/supervision-contract.ts'
import type { Verification } from '../../domain/verification/verification.ts'
import type { Tables } from '../database/tables.ts'
import { audit } from '../records/audit-log.ts'
import type { Feeds } from '../records/feeds.ts'
import type { AfterChange, StoredRecord } from '../records/mutation-handler.ts'
import { putNotice } from '../records/notices.ts'
import type { OrganisationContext } from '../records/organisation-context.ts'
import { createRecordReader } from '../records/record-store.ts'
import { regionCovers } from '../records/region-scope.ts'

export interface ManualReviewDependencies {
  db: Kysely<Tables>
  feeds: Feeds
  now: () => Date
  /** Judges the conditions of practice again, in the same transaction. */
  afterChange: AfterChange
  /** Pictures of a face session are erased as soon as its review is decided or given up. */
  eraseFaceMaterial: (organisationId: string) => Promise<void>
}

interface Authority {
  accountId: string
  regionCode: string | null
}

interface Decision {
  organisationId: string
  /** Of the request that was looked at. */
  requestedAt: string
  approve: boolean
  reason: string
}

/** 人工审核: the way that stays open to everybody whose check did not pass. */
export interface ManualReview {
  request: (organisationId: string, accountId: string, statement: string) => Promise<Verification>
  /** Ends a waiting review because new materials take its place. */
  supersede: (context: OrganisationContext) => Promise<void>
  pending: (authority: Authority) => Promise<PendingVerification[]>
  decide: (authority: Authority, decision: Decision) => Promise<void>
}

const STATEMENT_CHARACTERS = { atLeast: 5, atMost: 500 }

export function createManualReview(dependencies: ManualReviewDependencies): ManualReview {
  return {
    request: (organisationId, accountId, statement) =>
      requestManualReview(dependencies, organisationId, accountId, normaliseLine(statement)),
    supersede,
    pending: (authority) => listPending(dependencies, authority),
    decide: (authority, decision) => decide(dependencies, authority, decision),
  }
}

async function supersede({ db, organisationId, now, accountId }: OrganisationContext): Promise<void> {
  await db
    .updateTable('manual_review')
    .set({ decided_at: now.toISOString(), decided_by: accountId, approved: 0, reason: '材料已重新提交' })
    .where('organisation_id', '=', organisationId)
    .where('decided_at', 'is', null)
    .execute()
}

async function requestManualReview(
  { feeds, now }: ManualReviewDependencies,
  organisationId: string,
  accountId: string,
  statement: string,
): Promise<Verification> {
  const length = characterCount(statement)
  if (length < STATEMENT_CHARACTERS.atLeast || length > STATEMENT_CHARACTERS.atMost) {
    const message = `申请说明应为 ${STATEMENT_CHARACTERS.atLeast} 至 ${STATEMENT_CHARACTERS.atMost} 个字，现在是 ${length} 个字`
    throw new FailureError('invalid-input', { fields: [{ path: 'statement', message }] })
  }
  return feeds.transaction(async (db, openFeed) => {
    const records = await openFeed(organisationId, { accountId })
    const context = { db, records, organisationId, now: now(), accountId }
    const organisation = await organisationRecord(context)
    const { materials, verification } = awaitedVerification(organisation.body) ?? {}
    if (!materials || !verification)
      throw new FailureError('conflict', { message: '请先上传材料，再申请人工审核' })
    if (verification.state !== 'failed' && verification.state !== 'service-unavailable') {
      throw new FailureError('conflict', { message: NOT_REVIEWABLE[verification.state] })
    }
    const next: Verification = { state: 'in-review', way: 'manual-review', decidedAt: null, reason: '' }
    await db
      .insertInto('manual_review')
      .values({
        organisation_id: organisationId,
        region_code: materials.regionCodes.at(-1) ?? organisation.body.registrationProvince,
        statement,
        requested_at: context.now.toISOString(),
        decided_at: null,
        decided_by: null,
        approved: null,
        reason: null,
      })
      .execute()
    await putVerification(context, organisation, next, 'verification.request-review')
    await audit(db, {
      at: context.now,
      accountId,
      organisationId,
      action: 'verification.request-review',
      subject: `organisation:${organisationId}`,
    })
    return next
  })
}

const NOT_REVIEWABLE: Record<'passed' | 'in-review' | 'not-submitted', string> = {
  passed: '实名认证已通过，无需再申请人工审核',
  'in-review': '人工审核已申请，请等待消防救援机构审核',
  'not-submitted': '请先提交材料进行实名认证',
}

async function listPending(
  { db, now }: ManualReviewDependencies,
  authority: Authority,
): Promise<PendingVerification[]> {
  const rows = await db
    .selectFrom('manual_review')
    .selectAll()
    .where('decided_at', 'is', null)
    .orderBy('requested_at')
    .execute()
  const found: PendingVerification[] = []
  for (const row of rows.filter((candidate) => regionCovers(authority.regionCode, candidate.region_code))) {
    const organisation = await createRecordReader(db, row.organisation_id).get(
      'organisation',
      row.organisation_id,
    )
    const { materials, name } = (organisation && awaitedVerification(organisation.body)) ?? {}
    if (!organisation || !materials) continue
    found.push({
      organisationId: row.organisation_id,
      organisationName: organisation.body.name,
      ...(name !== undefined && name !== organisation.body.name && { newOrganisationName: name }),
      creditCode: organisation.body.creditCode,
      representativeName: materials.legalRepresentative.name,
      documentNumber: materials.legalRepresentative.documentNumber,
      statement: row.statement,
      requestedAt: row.requested_at,
      pictures: materials.pictures,
      hasFaceEvidence: row.face_session_id !== null,
      ...firstRefusal(row, authority),
    })
  }
  if (found.length > 0) await auditLook(db, now(), authority.accountId, found)
  return found
}

type ReviewRow = Selectable<Tables['manual_review']>

function firstRefusal(
  { refused_by: by, refused_at: at, refused_reason: reason }: ReviewRow,
  { accountId }: Authority,
): Pick<PendingVerification, 'firstRefusal'> {
  return by !== null && at !== null && reason !== null
    ? { firstRefusal: { at, reason, byMe: by === accountId } }
    : {}
}

async function auditLook(
  db: Kysely<Tables>,
  at: Date,
  accountId: string,
  found: readonly PendingVerification[],
): Promise<void> {
  await db.transaction().execute((trx) =>
    audit(trx, {
      at,
      accountId,
      organisationId: null,
      action: 'verification.look',
      subject: found.map(({ organisationId }) => organisationId).join(' '),
      details: { count: found.length },
    }),
  )
}

async function decide(
  dependencies: ManualReviewDependencies,
  authority: Authority,
  { organisationId, requestedAt, approve, reason }: Decision,
): Promise<void> {
  const words = normaliseLine(reason)
  if (!approve && words === '') {
    throw new FailureError('invalid-input', {
      fields: [{ path: 'reason', message: '请填写不通过的原因，机构会看到' }],
    })
  }
  const { feeds, now } = dependencies
  const { accountId } = authority
  const settled = await feeds.transaction(async (db, openFeed) => {
    if (!(await exists(db, organisationId))) throw new FailureError('not-found')
    const records = await openFeed(organisationId, { accountId })
    const context = { db, records, organisationId, now: now(), accountId }
    const open = await openReviewOf(db, authority, { organisationId, requestedAt })
    const isFirstLook = !approve && needsSecondLook(open, accountId, context.now)
    if (isFirstLook) await keepFirstRefusal(context, open, words)
    else await settle(dependencies, context, open, { approve, words })
    await audit(db, {
      at: context.now,
      accountId,
      organisationId,
      action: isFirstLook ? 'verification.first-refusal' : 'verification.decide',
      subject: `organisation:${organisationId}`,
      details: { approve },
    })
    return !isFirstLook
  })
  if (settled) await dependencies.eraseFaceMaterial(organisationId)
}

async function openReviewOf(
  db: Kysely<Tables>,
  authority: Authority,
  { organisationId, requestedAt }: Pick<Decision, 'organisationId' | 'requestedAt'>,
): Promise<ReviewRow> {
  const open = await db
    .selectFrom('manual_review')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('requested_at', '=', requestedAt)
    .where('decided_at', 'is', null)
    .executeTakeFirst()
  if (!open || !regionCovers(authority.regionCode, open.region_code)) {
    throw new FailureError('not-found', {
      message: '没有等待审核的这次申请，可能已由其他人员处理或机构已重新提交，请刷新列表',
    })
  }
  return open
}

/** How long an official who is alone must wait before confirming his own refusal. */
const SECOND_LOOK_AFTER_MS = 24 * 60 * 60 * 1000

/** True for the first refusal. Who refused himself fails `conflict` until a day has passed. */
function needsSecondLook(
  { refused_by: by, refused_at: at }: ReviewRow,
  accountId: string,
  now: Date,
): boolean {
  if (by === null || at === null) return true
  if (by !== accountId || now.getTime() - Date.parse(at) >= SECOND_LOOK_AFTER_MS) return false
  throw new FailureError('conflict', {
    message: '不通过须经第二人复核：请由其他人员确认，或在 24 小时后由本人再次确认',
  })
}

async function keepFirstRefusal(
  { db, organisationId, now, accountId }: OrganisationContext,
  open: ReviewRow,
  words: string,
): Promise<void> {
  await db
    .updateTable('manual_review')
    .set({ refused_by: accountId, refused_at: now.toISOString(), refused_reason: words })
    .where('organisation_id', '=', organisationId)
    .where('requested_at', '=', open.requested_at)
    .execute()
}

async function settle(
  { afterChange }: ManualReviewDependencies,
  context: OrganisationContext,
  open: ReviewRow,
  { approve, words }: { approve: boolean; words: string },
): Promise<void> {
  const { db, organisationId, accountId } = context
  const decidedAt = context.now.toISOString()
  await db
    .updateTable('manual_review')
    .set({ decided_at: decidedAt, decided_by: accountId, approved: approve ? 1 : 0, reason: words })
    .where('organisation_id', '=', organisationId)
    .where('requested_at', '=', open.requested_at)
    .execute()
  const state = approve ? 'passed' : 'failed'
  const next: Verification = { state, way: 'manual-review', decidedAt, reason: words }
  await putVerification(context, await organisationRecord(context), next, 'verification.decide')
  await putNotice(context, {
    text: approve ? '实名认证已通过人工审核' : `实名认证未通过人工审核：${words}`,
    kind: approve ? 'good' : 'attention',
    place: 'verification',
  })
  await afterChange(context, 'organisation-changed')
}

async function exists(db: Kysely<Tables>, organisationId: string): Promise<boolean> {
  const row = await db
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', organisationId)
    .executeTakeFirst()
  return row !== undefined
}

async function organisationRecord(context: OrganisationContext): Promise<StoredRecord<'organisation'>> {
  const record = await context.records.get('organisation', context.organisationId)
  if (!record) throw new FailureError('not-found')
  return record
}

async function putVerification(
  context: OrganisationContext,
  record: StoredRecord<'organisation'>,
  verification: Verification,
  cause: string,
): Promise<void> {
  await context.records.put('organisation', record.id, withVerification(record.body, verification), cause)
}
