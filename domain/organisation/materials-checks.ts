import { checkEmail, normaliseEmail } from '../identifiers/email.ts'
import {
  checkDocumentName,
  checkIdentityDocument,
  IDENTITY_PICTURE_SLOTS,
  normaliseDocumentNumber,
} from '../identifiers/identity-document.ts'
import { normalisePersonName } from '../identifiers/person-name.ts'
import { checkMobile, checkPublicPhone, normaliseMobile, normalisePublicPhone } from '../identifiers/phone.ts'
import { chinaDay } from '../records/calendar.ts'
import type { FieldMessages } from '../records/field-messages.ts'
import { fieldMessages } from '../records/field-messages.ts'
import { isCompleteRegion } from '../regions/regions.ts'
import type { LegalRepresentative, MaterialPictures, Materials } from './organisation.ts'
import { checkLength, checkScope, normaliseLine } from './registration-checks.ts'

/** The form while being filled: pictures are chosen one after the other. */
export type MaterialsInput = Omit<Materials, 'pictures'> & {
  pictures: Record<keyof MaterialPictures, string | null>
}

/** Dotted paths, as failures name fields. */
export type MaterialsField =
  | Exclude<keyof Materials, 'legalRepresentative' | 'pictures'>
  | `legalRepresentative.${Exclude<keyof LegalRepresentative, 'documentKind'>}`
  | `pictures.${keyof MaterialPictures}`

export function checkRegistrationAuthority(authority: string): string | null {
  return authority === '' ? '请填写营业执照登记机关' : checkLength('营业执照登记机关', authority, 4, 60)
}

export function checkAddress(address: string): string | null {
  return address === '' ? '请填写机构详细地址' : checkLength('机构详细地址', address, 5, 100)
}

/** 公开联系人 is a name that callers may ask for; it need not be a full one. */
export function checkPublicContact(contact: string): string | null {
  if (contact === '') return '请填写公开联系人'
  if (!/^[\p{L}\p{M}· .'-]+$/u.test(contact)) return '公开联系人只能填写姓名，不能有数字和符号'
  return checkLength('公开联系人', contact, 2, 20)
}

export function normaliseMaterials<Input extends MaterialsInput>(materials: Input): Input {
  const { legalRepresentative } = materials
  return {
    ...materials,
    scope: normaliseLine(materials.scope),
    registrationAuthority: normaliseLine(materials.registrationAuthority),
    address: normaliseLine(materials.address),
    publicEmail: normaliseEmail(materials.publicEmail),
    publicContact: normalisePersonName(materials.publicContact),
    publicPhone: normalisePublicPhone(materials.publicPhone),
    legalRepresentative: {
      ...legalRepresentative,
      name: normalisePersonName(legalRepresentative.name),
      documentNumber: normaliseDocumentNumber(legalRepresentative.documentNumber),
      mobile: normaliseMobile(legalRepresentative.mobile),
    },
  }
}

/** 上传材料 as a whole, normalised; `on` is today unless given. Whether a picture is one is checked where its bytes are. */
export function checkMaterials(
  materials: MaterialsInput,
  on: string = chinaDay(),
): FieldMessages<MaterialsField> {
  const { legalRepresentative: person, pictures } = materials
  const slots = IDENTITY_PICTURE_SLOTS[person.documentKind]
  const picture = (value: string | null, name: string) => (value ? null : `请上传${name}`)
  return fieldMessages<MaterialsField>({
    scope: checkScope(materials.scope),
    registrationAuthority: checkRegistrationAuthority(materials.registrationAuthority),
    regionCodes: isCompleteRegion(materials.regionCodes) ? null : '请把机构所在区域选到区、县一级',
    address: checkAddress(materials.address),
    publicEmail: materials.publicEmail === '' ? null : checkEmail(materials.publicEmail),
    publicContact: checkPublicContact(materials.publicContact),
    publicPhone: checkPublicPhone(materials.publicPhone),
    serviceTypes: materials.serviceTypes.length > 0 ? null : '请至少选择一种服务类型',
    'legalRepresentative.name': checkDocumentName(person.documentKind, person.name),
    'legalRepresentative.documentNumber': checkIdentityDocument(
      person.documentKind,
      person.documentNumber,
      on,
    ),
    'legalRepresentative.mobile': checkMobile(person.mobile),
    'pictures.documentBack': picture(pictures.documentBack, slots.documentBack),
    'pictures.documentFront': picture(pictures.documentFront, slots.documentFront),
    'pictures.licence': picture(pictures.licence, '营业执照'),
  })
}
