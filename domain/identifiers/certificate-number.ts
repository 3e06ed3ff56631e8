import type { OperatorLevel } from '../people/levels.ts'
import { OPERATOR_LEVEL_LABELS } from '../people/levels.ts'
import { normaliseCode } from './fold-width.ts'

export function normaliseCertificateNumber(text: string): string {
  return normaliseCode(text)
}

/** For 资格证书编号 and 证书管理号 of engineers. No public rule states their form, so only the character set is held. */
export function checkCertificateNumber(number: string, fieldName: string): string | null {
  if (number === '') return `请填写${fieldName}`
  if (!/^[0-9A-Za-z]+$/.test(number)) return `${fieldName}只能由数字和字母组成，请与证书核对`
  return number.length >= 4 && number.length <= 32
    ? null
    : `${fieldName}应为 4 至 32 位，现在是 ${number.length} 位`
}

/** An operator's 证书编号 has no form that the official system insists on: only an empty or endless one is refused. */
export function checkOperatorCertificateNumber(number: string): string | null {
  if (number === '') return '请填写证书编号'
  return number.length <= 32 ? null : `证书编号最长 32 位，现在是 ${number.length} 位`
}

const LEVEL_DIGITS: Record<OperatorLevel, string> = { five: '5', four: '4', three: '3', two: '2', one: '1' }

/** Usually 16 digits of which the eleventh is the level; others are accepted (“No000005” stands in the manual). */
export function warnOperatorCertificateNumber(number: string, level: OperatorLevel): string[] {
  if (!/^\d{16}$/.test(number)) return ['证书编号通常为 16 位数字，请与证书核对']
  if (number.charAt(10) === LEVEL_DIGITS[level]) return []
  return [`证书编号第 11 位与职业资格等级“${OPERATOR_LEVEL_LABELS[level]}”不一致，请与证书核对`]
}
