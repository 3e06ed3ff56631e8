import type { OrganisationRegistration } from '../accounts/accounts-contract.ts'
import { creditCodeProblem, normaliseCreditCode } from '../identifiers/credit-code.ts'
import { BLANKS, characterCount, foldAndJoin, foldWidth } from '../identifiers/fold-width.ts'
import { checkPassword } from '../identifiers/password.ts'
import { checkMobile, normaliseMobile } from '../identifiers/phone.ts'
import type { FieldMessages } from '../records/field-messages.ts'
import { fieldMessages } from '../records/field-messages.ts'
import { isProvince } from '../regions/regions.ts'

/** One line of text: blanks at the ends go, those inside shrink to one. */
export function normaliseLine(text: string): string {
  return text.replace(BLANKS, ' ').trim()
}

/** As a licence writes it: no blanks, Chinese brackets, letters and digits half width. */
export function normaliseOrganisationName(text: string): string {
  return foldAndJoin(text).replace(/\(/g, '（').replace(/\)/g, '）')
}

export function checkOrganisationName(name: string): string | null {
  if (name === '') return '请填写机构名称'
  if (!/\p{Script=Han}/u.test(name)) return '机构名称应与营业执照一致，为中文名称'
  if (/[<>{}[\]\\|^~`@#$%*+=?!;"]/.test(name)) return '机构名称含有营业执照名称中不会出现的符号，请核对'
  return checkLength('机构名称', name, 4, 100)
}

/** The manual refuses an account whose 服务范围 does not contain 消防. */
export function checkScope(scope: string): string | null {
  if (scope === '') return '请依据营业执照上的经营范围填写服务范围'
  if (!foldWidth(scope).replace(BLANKS, '').includes('消防')) {
    return '服务范围不包含“消防”，不予帐号注册；请依据营业执照上的经营范围填写，执照上没有消防业务的，请先到登记机关变更经营范围'
  }
  return checkLength('服务范围', scope, 2, 1000)
}

export function checkRegistrationProvince(code: string): string | null {
  if (code === '') return '请选择营业执照登记省份'
  return isProvince(code) ? null : '营业执照登记省份不在省级行政区名单中，请重新选择'
}

export function normaliseSmsCode(text: string): string {
  return foldAndJoin(text)
}

export function checkSmsCode(code: string): string | null {
  if (code === '') return '请填写短信验证码'
  return /^\d{6}$/.test(code) ? null : `短信验证码应为 6 位数字，现在是 ${characterCount(code)} 位`
}

export function checkLength(fieldName: string, text: string, atLeast: number, atMost: number): string | null {
  const count = characterCount(text)
  return count >= atLeast && count <= atMost
    ? null
    : `${fieldName}应为 ${atLeast} 至 ${atMost} 个字，现在是 ${count} 个字`
}

export function normaliseRegistration(registration: OrganisationRegistration): OrganisationRegistration {
  return {
    ...registration,
    name: normaliseOrganisationName(registration.name),
    creditCode: normaliseCreditCode(registration.creditCode),
    scope: normaliseLine(registration.scope),
    mobile: normaliseMobile(registration.mobile),
    smsCode: normaliseSmsCode(registration.smsCode),
  }
}

/** 消防技术服务机构帐号注册 as a whole, normalised; `creditCodeConfirmed` excuses the check character and nothing else. */
export function checkRegistration(
  registration: OrganisationRegistration,
): FieldMessages<keyof OrganisationRegistration> {
  const problem = creditCodeProblem(registration.creditCode)
  const excused = problem?.kind === 'check-character' && registration.creditCodeConfirmed
  return fieldMessages({
    name: checkOrganisationName(registration.name),
    creditCode: excused ? null : (problem?.message ?? null),
    registrationProvince: checkRegistrationProvince(registration.registrationProvince),
    scope: checkScope(registration.scope),
    mobile: checkMobile(registration.mobile),
    password: checkPassword(registration.password, { mobile: registration.mobile }),
    smsCode: checkSmsCode(registration.smsCode),
  })
}
