import { z } from 'zod'
import { chinaDay } from '../records/calendar.ts'
import { birthDateMessage, checkCharacterMessage, checkCitizenId } from './citizen-id.ts'
import { normaliseCode } from './fold-width.ts'
import { checkLatinName, checkPersonName } from './person-name.ts'

/** The documents by which a legal representative may be identified (rules.md §3). */
export const IdentityDocumentKind = z.enum([
  'resident-id',
  'hong-kong-macao-permit',
  'taiwan-permit',
  'foreign-permanent-residence',
  'passport',
])
export type IdentityDocumentKind = z.infer<typeof IdentityDocumentKind>

export const IDENTITY_DOCUMENT_LABELS: Record<IdentityDocumentKind, string> = {
  'resident-id': '居民身份证',
  'hong-kong-macao-permit': '港澳居民来往内地通行证',
  'taiwan-permit': '台湾居民来往大陆通行证',
  'foreign-permanent-residence': '外国人永久居留身份证',
  passport: '护照',
}

/** Names of the two picture slots: `documentFront` shows the portrait, `documentBack` the other side (the national emblem on a 居民身份证). */
export interface IdentityPictureSlots {
  documentBack: string
  documentFront: string
}

export const IDENTITY_PICTURE_SLOTS: Record<IdentityDocumentKind, IdentityPictureSlots> = {
  'resident-id': { documentBack: '法人证件国徽面', documentFront: '法人证件头像面' },
  'hong-kong-macao-permit': { documentBack: '法人通行证背面', documentFront: '法人通行证正面（头像面）' },
  'taiwan-permit': { documentBack: '法人通行证背面', documentFront: '法人通行证正面（头像面）' },
  'foreign-permanent-residence': {
    documentBack: '法人永久居留身份证背面',
    documentFront: '法人永久居留身份证正面（头像面）',
  },
  passport: { documentBack: '法人护照封面', documentFront: '法人护照资料页（头像面）' },
}

export function normaliseDocumentNumber(text: string): string {
  return normaliseCode(text).toUpperCase()
}

/** The message for a normalised document number of that kind. `on` is today unless given. */
export function checkIdentityDocument(
  kind: IdentityDocumentKind,
  number: string,
  on: string = chinaDay(),
): string | null {
  if (number === '') return '请填写证件号'
  switch (kind) {
    case 'resident-id':
      return checkCitizenId(number, on)
    case 'hong-kong-macao-permit':
      return /^[HM]\d{8}(\d{2})?$/.test(number)
        ? null
        : '港澳居民来往内地通行证号码应为字母 H 或 M 加 8 位数字（旧证为 10 位），请核对'
    case 'taiwan-permit':
      return /^\d{8}$/.test(number)
        ? null
        : `台湾居民来往大陆通行证号码应为 8 位数字，现在是 ${number.length} 位，请核对`
    case 'foreign-permanent-residence':
      return checkPermanentResidence(number, on)
    case 'passport':
      return /^[A-Z0-9]{5,17}$/.test(number)
        ? null
        : `护照号码应为 5 至 17 位字母或数字，现在是 ${number.length} 位，请核对`
  }
}

/** Old cards: three letters and twelve digits. Since 2023: 18 digits beginning with 9, checked like a 公民身份号码. */
function checkPermanentResidence(number: string, on: string): string | null {
  const name = '外国人永久居留身份证号码'
  if (/^[A-Z]{3}\d{12}$/.test(number)) return null
  if (!/^9\d{16}[\dX]$/.test(number)) {
    return `${name}应为 3 位字母加 12 位数字，或以 9 开头的 18 位号码，请核对`
  }
  return birthDateMessage(number, name, on) ?? checkCharacterMessage(number, name)
}

/** Foreign documents may carry a name in Latin letters; the others carry Han characters. */
export function checkDocumentName(kind: IdentityDocumentKind, name: string): string | null {
  const latinAllowed = kind === 'passport' || kind === 'foreign-permanent-residence'
  return latinAllowed && /^\p{Script=Latin}/u.test(name) ? checkLatinName(name) : checkPersonName(name)
}
