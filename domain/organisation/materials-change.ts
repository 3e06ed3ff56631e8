import { IDENTITY_PICTURE_SLOTS } from '../identifiers/identity-document.ts'
import { chinaDay } from '../records/calendar.ts'
import { fieldMessages, type FieldMessages } from '../records/field-messages.ts'
import {
  checkMaterials,
  normaliseMaterials,
  type MaterialsField,
  type MaterialsInput,
} from './materials-checks.ts'
import type { LegalRepresentative, Organisation } from './organisation.ts'
import { checkOrganisationName, normaliseOrganisationName } from './registration-checks.ts'

export type SubmissionInput = MaterialsInput & { name?: string | undefined }
export type SubmissionField = MaterialsField | 'name'

/** Another person by name or document; a new phone number alone is nobody else. */
export function isSamePerson(one: LegalRepresentative, other: LegalRepresentative): boolean {
  return (
    one.name === other.name &&
    one.documentKind === other.documentKind &&
    one.documentNumber === other.documentNumber
  )
}

export function normaliseSubmission<Input extends SubmissionInput>(submission: Input): Input {
  const materials = normaliseMaterials(submission)
  return submission.name === undefined
    ? materials
    : { ...materials, name: normaliseOrganisationName(submission.name) }
}

/**
 * 上传材料 and 机构信息修改 as a whole, normalised. Of a verified organisation a new 机构名称 asks for a new picture of the 营业执照, and a new
 * 法定代表人 for new pictures of his document (manual 2.4.1); before that 机构名称 stands as it was registered.
 */
export function checkSubmission(
  before: Pick<Organisation, 'name' | 'materials' | 'verification'>,
  submission: SubmissionInput,
  on: string = chinaDay(),
): FieldMessages<SubmissionField> {
  const { name = before.name } = submission
  return {
    ...checkRenewedPictures(before, submission),
    ...checkMaterials(submission, on),
    ...fieldMessages({ name: name === before.name ? null : checkRenaming(before, name) }),
  }
}

function checkRenaming({ verification }: Pick<Organisation, 'verification'>, name: string): string | null {
  return verification.state === 'passed'
    ? checkOrganisationName(name)
    : '完成实名认证后才能修改机构名称，请先按注册时的机构名称提交'
}

function checkRenewedPictures(
  before: Pick<Organisation, 'name' | 'materials' | 'verification'>,
  { name = before.name, legalRepresentative: person, pictures }: SubmissionInput,
): FieldMessages<SubmissionField> {
  const old = before.materials
  if (!old || before.verification.state !== 'passed') return {}
  const slots = IDENTITY_PICTURE_SLOTS[person.documentKind]
  const isOther = !isSamePerson(old.legalRepresentative, person)
  const renew = (slot: 'documentBack' | 'documentFront') =>
    isOther && pictures[slot] === old.pictures[slot] ? `修改了法定代表人，请重新上传${slots[slot]}` : null
  return fieldMessages<'pictures.licence' | 'pictures.documentBack' | 'pictures.documentFront'>({
    'pictures.licence':
      name !== before.name && pictures.licence === old.pictures.licence
        ? '修改了机构名称，请重新上传营业执照'
        : null,
    'pictures.documentBack': renew('documentBack'),
    'pictures.documentFront': renew('documentFront'),
  })
}
