import type { Transaction } from 'kysely'
import { awaitedVerification, withVerification } from '../../domain/organisation/awaited-verification.ts'
import type { Organisation } from '../../domain/organisation/organisation.ts'
import { LOCAL_VERIFICATION, PHOTO_ONLY } from '../../domain/verification/face-consent.ts'
import type { FaceState } from '../../domain/verification/face-contract.ts'
import { FACE_FAILURE_WORDS, type FaceFailureReason } from '../../domain/verification/face-failure.ts'
import type { Verification, VerificationWay } from '../../domain/verification/verification.ts'
import type { Tables } from '../database/tables.ts'
import { audit } from '../records/audit-log.ts'
import { putNotice } from '../records/notices.ts'
import type { OrganisationContext } from '../records/organisation-context.ts'
import type { FaceParts } from './face-dependencies.ts'
import type { FaceSessionRow } from './face-session-repository.ts'

/** How a session ends. `review` is for people to decide; the others end it alone. */
export interface FaceOutcome {
  state: Extract<FaceState, 'passed' | 'in-review' | 'failed' | 'unavailable' | 'expired' | 'cancelled'>
  reason: FaceFailureReason | null
  band?: string | null
  findings?: readonly string[]
  versions?: Record<string, string>
  materialUntil?: Date
}

const WAY: Record<FaceSessionRow['way'], VerificationWay> = {
  pc: 'pc-face',
  phone: 'phone-face',
  outside: 'outside-face',
}
const OUTSIDE_LABEL = '实人认证服务核验'

/**
 * Ends a session once, whatever comes twice: state, the organisation's verification, notice, review and audit in one transaction. False where it had
 * ended already. A session whose person is no longer the one awaited is cancelled instead.
 */
export async function endSession(
  parts: FaceParts,
  session: FaceSessionRow,
  from: readonly FaceState[],
  wanted: FaceOutcome,
): Promise<boolean> {
  const ended = await parts.feeds.transaction(async (db, openFeed) => {
    const records = await openFeed(session.organisation_id, { accountId: session.account_id })
    const now = parts.now()
    const context = {
      db,
      records,
      organisationId: session.organisation_id,
      now,
      accountId: session.account_id,
    }
    const organisation = (await records.get('organisation', session.organisation_id))?.body
    const outcome = organisation && isStillAwaited(parts, organisation, session) ? wanted : cancelled(wanted)
    const changed = await parts.sessions.change(session.id, from, endedFields(outcome, now), db)
    if (!changed) return false
    if (organisation && (outcome.state === 'passed' || outcome.state === 'in-review'))
      await settle(parts, context, { organisation, session, outcome })
    await auditEnd(db, session, outcome, now)
    return true
  })
  if (ended) parts.news.tell(session.id)
  return ended
}

function cancelled(wanted: FaceOutcome): FaceOutcome {
  return wanted.state === 'passed' || wanted.state === 'in-review'
    ? { state: 'cancelled', reason: 'cancelled' }
    : wanted
}

function isStillAwaited(parts: FaceParts, organisation: Organisation, session: FaceSessionRow): boolean {
  const awaited = awaitedVerification(organisation)
  if (!awaited || !mayVerify(awaited.verification)) return false
  return personHash(parts, awaited.materials.legalRepresentative) === session.person_hash
}

/** Only what the phone check did not pass, and nobody is looking at yet. */
export function mayVerify({ state }: Verification): boolean {
  return state === 'failed' || state === 'service-unavailable'
}

export function personHash(
  { personalHash }: Pick<FaceParts, 'personalHash'>,
  { name, documentNumber }: { name: string; documentNumber: string },
): string {
  return personalHash('face-person', `${documentNumber}\n${name}`)
}

function endedFields(outcome: FaceOutcome, now: Date): Partial<FaceSessionRow> {
  return {
    state: outcome.state,
    ended_at: now.toISOString(),
    reason: outcome.reason,
    findings: JSON.stringify(outcome.findings ?? []),
    versions: JSON.stringify(outcome.versions ?? {}),
    material_until: outcome.materialUntil?.toISOString() ?? null,
    private_key: null,
    camera_label: null,
  }
}

async function settle(
  { afterChange }: FaceParts,
  context: OrganisationContext,
  {
    organisation,
    session,
    outcome,
  }: { organisation: Organisation; session: FaceSessionRow; outcome: FaceOutcome },
): Promise<void> {
  const passed = outcome.state === 'passed'
  const verification: Verification = {
    state: passed ? 'passed' : 'in-review',
    way: WAY[session.way],
    decidedAt: passed ? context.now.toISOString() : null,
    reason: outcome.reason ? FACE_FAILURE_WORDS[outcome.reason].message : '',
    label: labelOf(session, outcome),
  }
  const next = withVerification(organisation, verification)
  await context.records.put('organisation', session.organisation_id, next, 'verification.face')
  if (!passed) await openReview(context, organisation, { session, outcome })
  await putNotice(
    context,
    passed
      ? { text: `法定代表人实名认证已通过（${verification.label ?? ''}）`, kind: 'good', place: 'self-entry' }
      : { text: '人脸认证已转消防救援机构人工审核，请等待结果', kind: 'attention', place: 'verification' },
  )
  await afterChange(context, 'organisation-changed')
}

function labelOf({ way }: FaceSessionRow, { reason }: FaceOutcome): string {
  if (reason === 'photo-only') return PHOTO_ONLY.label
  return way === 'outside' ? OUTSIDE_LABEL : LOCAL_VERIFICATION.label
}

async function openReview(
  { db, organisationId, now }: OrganisationContext,
  organisation: Organisation,
  { session, outcome }: { session: FaceSessionRow; outcome: FaceOutcome },
): Promise<void> {
  const codes = awaitedVerification(organisation)?.materials.regionCodes ?? []
  await db
    .insertInto('manual_review')
    .values({
      organisation_id: organisationId,
      region_code: codes.at(-1) ?? organisation.registrationProvince,
      statement: outcome.reason === 'photo-only' ? PHOTO_ONLY.statement : '人脸认证结果接近，需人工核对',
      requested_at: now.toISOString(),
      decided_at: null,
      decided_by: null,
      approved: null,
      reason: null,
      face_session_id: session.id,
    })
    .execute()
}

/** What is kept of a verification for good: how it ended and by what, no picture, no score. */
function auditEnd(
  db: Transaction<Tables>,
  session: FaceSessionRow,
  outcome: FaceOutcome,
  at: Date,
): Promise<void> {
  return audit(db, {
    at,
    accountId: session.account_id,
    organisationId: session.organisation_id,
    action: 'verification.face',
    subject: `face-session:${session.id}`,
    details: {
      way: session.way,
      state: outcome.state,
      reason: outcome.reason,
      band: outcome.band ?? null,
      findings: (outcome.findings ?? []).join(' '),
      versions: JSON.stringify(outcome.versions ?? {}),
      payloadHash: session.payload_hash,
      consent: session.consent_version,
    },
  })
}
