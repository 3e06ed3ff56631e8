import { normaliseCode } from './fold-width.ts'

/**
 * 统一社会信用代码, GB 32100-2015: 18 characters; the last is a check over the first 17 with weights 3^(i-1) mod 31.
 * Positions 9–17 are an organisation code of GB 11714-1997 with a check character of its own.
 */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const PATTERN = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/
const ORGANISATION_CODE_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

export interface CreditCodeProblem {
  /** `check-character`: all is well but the last character; such licences exist, the user may say 与营业执照核对无误. */
  kind: 'format' | 'check-character'
  message: string
}

export function normaliseCreditCode(text: string): string {
  return normaliseCode(text).toUpperCase()
}

/** The 18th character for the first 17; these must be of the code's alphabet. */
export function creditCodeCheckCharacter(first17: string): string {
  let sum = 0
  let weight = 1
  for (const character of first17) {
    sum += ALPHABET.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** The ninth character of an organisation code (GB 11714) for its first eight. */
export function organisationCodeCheckCharacter(first8: string): string {
  const sum = ORGANISATION_CODE_WEIGHTS.reduce(
    (total, weight, index) => total + parseInt(first8.charAt(index), 36) * weight,
    0,
  )
  const check = 11 - (sum % 11)
  return check === 10 ? 'X' : check === 11 ? '0' : String(check)
}

/** What is wrong with a normalised code; null when nothing is. */
export function creditCodeProblem(code: string): CreditCodeProblem | null {
  const message = formatMessage(code)
  if (message) return { kind: 'format', message }
  if (creditCodeCheckCharacter(code.slice(0, 17)) === code.charAt(17)) return null
  return {
    kind: 'check-character',
    message: `统一社会信用代码的最后一位校验不通过，现在是“${code.charAt(17)}”，请与营业执照逐位核对`,
  }
}

function formatMessage(code: string): string | null {
  if (code === '') return '请填写统一社会信用代码'
  const wrong = Array.from(code).find((character) => !ALPHABET.includes(character))
  if (wrong !== undefined) {
    const hint = 'IOSVZ'.includes(wrong)
      ? '（代码不使用字母 I、O、S、V、Z，请核对是否为数字 1、0、5、2）'
      : ''
    return `统一社会信用代码由数字和大写字母组成，不能有“${wrong}”${hint}`
  }
  if (code.length !== 18) return `统一社会信用代码应为 18 位，现在是 ${code.length} 位`
  if (!PATTERN.test(code)) return '统一社会信用代码第 3 至 8 位应为数字，请与营业执照核对'
  if (organisationCodeCheckCharacter(code.slice(8, 16)) !== code.charAt(16)) {
    return '统一社会信用代码第 9 至 17 位（主体标识码）校验不通过，请与营业执照逐位核对'
  }
  return null
}

export function checkCreditCode(code: string): string | null {
  return creditCodeProblem(code)?.message ?? null
}

/** Doubts about a code whose form is right; `provinceCode` is the six-digit code of 营业执照登记省份, or empty while not chosen. */
export function warnCreditCode(code: string, provinceCode: string): string[] {
  if (!PATTERN.test(code)) return []
  const warnings: string[] = []
  if (!code.startsWith('91')) {
    warnings.push(
      `统一社会信用代码前两位通常为 91（企业），现在是 ${code.slice(0, 2)}，消防技术服务机构应为企业法人，请核对`,
    )
  }
  if (provinceCode !== '' && code.slice(2, 4) !== provinceCode.slice(0, 2)) {
    warnings.push('统一社会信用代码第 3、4 位与所选的营业执照登记省份不一致，请核对')
  }
  return warnings
}
