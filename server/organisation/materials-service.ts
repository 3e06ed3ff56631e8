import type { Kysely } from 'kysely'
import { FailureError, refuseProblems } from '../../domain/contracts/failure.ts'
import { IDENTITY_PICTURE_SLOTS } from '../../domain/identifiers/identity-document.ts'
import {
  checkSubmission,
  isSamePerson,
  normaliseSubmission,
} from '../../domain/organisation/materials-change.ts'
import type {
  LegalRepresentative,
  Materials,
  MaterialsSubmission,
  Organisation,
} from '../../domain/organisation/organisation.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import type { Verification } from '../../domain/verification/verification.ts'
import type { Tables } from '../database/tables.ts'
import { audit } from '../records/audit-log.ts'
import type { Feeds } from '../records/feeds.ts'
import type { AfterChange } from '../records/mutation-handler.ts'
import { putNotice } from '../records/notices.ts'
import type { OrganisationContext } from '../records/organisation-context.ts'
import { createRecordReader } from '../records/record-store.ts'

export interface MaterialsDependencies {
  db: Kysely<Tables>
  feeds: Feeds
  now: () => Date
  /** 姓名+证件号+手机号 of the legal representative; see verification/. */
  checkPerson: (subject: string, person: LegalRepresentative) => Promise<Verification>
  supersedeReview: (context: OrganisationContext) => Promise<void>
  /** Pictures of a face session whose review the new materials end. */
  eraseFaceMaterial: (organisationId: string) => Promise<void>
  afterChange: AfterChange
}

export interface MaterialsService {
  /**
   * 上传材料: refuses bad fields by their paths and pictures that have not arrived, then checks the legal representative at once. The materials are kept
   * whatever the check says — but where an already verified organisation names another representative, or another number of his, and that does not pass,
   * the new ones are kept beside the old, which stand until he does (manual 2.4.1); then fails `verification-required`.
   */
  submit: (
    caller: { organisationId: string; accountId: string },
    submission: MaterialsSubmission,
  ) => Promise<Verification>
}

export function createMaterialsService(dependencies: MaterialsDependencies): MaterialsService {
  return {
    async submit({ organisationId, accountId }, input) {
      const { name, ...materials } = normaliseSubmission(input)
      const before = await createRecordReader(dependencies.db, organisationId).get(
        'organisation',
        organisationId,
      )
      if (!before) throw new FailureError('not-found')
      const today = chinaDay(dependencies.now().getTime())
      refuseProblems(checkSubmission(before.body, { ...materials, name }, today))
      await refuseMissingPictures(dependencies.db, organisationId, materials)
      const caller = { organisationId, accountId }
      const verification = await verify(dependencies, before.body, organisationId, materials)
      const isChange = before.body.verification.state === 'passed' && verification.state !== 'passed'
      await store(dependencies, caller, { ...materials, name }, verification, isChange)
      await dependencies.eraseFaceMaterial(organisationId)
      if (isChange) {
        throw new FailureError('verification-required', {
          message: `变更后的法定代表人信息未通过实名认证，原有信息保持不变。请在实名认证页完成人脸认证或人工审核。${verification.reason}`,
        })
      }
      return verification
    },
  }
}

async function refuseMissingPictures(
  db: Kysely<Tables>,
  organisationId: string,
  { pictures, legalRepresentative }: Materials,
): Promise<void> {
  const rows = await db
    .selectFrom('blob')
    .select(['sha256', 'media_type'])
    .where('organisation_id', '=', organisationId)
    .where('sha256', 'in', Object.values(pictures))
    .execute()
  const arrived = new Set(rows.filter((row) => row.media_type.startsWith('image/')).map((row) => row.sha256))
  const names = { ...IDENTITY_PICTURE_SLOTS[legalRepresentative.documentKind], licence: '营业执照' }
  const fields = (['documentBack', 'documentFront', 'licence'] as const)
    .filter((slot) => !arrived.has(pictures[slot]))
    .map((slot) => ({
      path: `pictures.${slot}`,
      message: `${names[slot]}图片尚未上传完成，请重新选择图片后提交`,
    }))
  if (fields.length > 0) throw new FailureError('attachment-incomplete', { fields })
}

async function verify(
  { checkPerson }: MaterialsDependencies,
  { materials: old, verification }: Organisation,
  organisationId: string,
  { legalRepresentative }: Materials,
): Promise<Verification> {
  const before = verification.state === 'passed' ? old?.legalRepresentative : undefined
  // The number is verified too: whoever shows that it is his may change the account's own (更换手机号).
  const isSame =
    before && isSamePerson(before, legalRepresentative) && before.mobile === legalRepresentative.mobile
  if (isSame) return verification
  return checkPerson(`organisation:${organisationId}`, legalRepresentative)
}

async function store(
  { feeds, now, supersedeReview, afterChange }: MaterialsDependencies,
  { organisationId, accountId }: { organisationId: string; accountId: string },
  { name, ...materials }: MaterialsSubmission,
  verification: Verification,
  isChange: boolean,
): Promise<void> {
  await feeds.transaction(async (db, openFeed) => {
    const records = await openFeed(organisationId, { accountId })
    const current = await records.get('organisation', organisationId)
    if (!current) throw new FailureError('not-found')
    const context = { db, records, organisationId, now: now(), accountId }
    const body: Organisation = isChange
      ? { ...current.body, changedMaterials: { materials, verification, name } }
      : {
          ...current.body,
          name: name ?? current.body.name,
          scope: materials.scope,
          materials,
          verification,
        }
    if (!isChange) delete body.changedMaterials
    await records.put('organisation', organisationId, body, 'organisation.submit-materials')
    await supersedeReview(context)
    if (isChange || current.body.verification.state !== verification.state) await tell(context, verification)
    await afterChange(context, 'organisation-changed')
    await audit(db, {
      at: context.now,
      accountId,
      organisationId,
      action: 'organisation.submit-materials',
      subject: `organisation:${organisationId}`,
      details: { verification: verification.state },
    })
  })
}

async function tell(context: OrganisationContext, { state, reason }: Verification): Promise<void> {
  await putNotice(
    context,
    state === 'passed'
      ? { text: '法定代表人实名认证已通过，可进行自主录入', kind: 'good', place: 'self-entry' }
      : { text: `法定代表人实名认证未完成：${reason}`, kind: 'attention', place: 'verification' },
  )
}
