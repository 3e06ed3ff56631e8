import { foldAndJoin, normaliseCode } from './fold-width.ts'

/** Without blanks, hyphens and the country code. */
export function normaliseMobile(text: string): string {
  return normaliseCode(text).replace(/^(\+86|0086|86(?=1\d{10}$))/, '')
}

export function checkMobile(mobile: string): string | null {
  if (mobile === '') return '请填写手机号码'
  if (!/^\d+$/.test(mobile)) return '手机号码只能由数字组成'
  if (mobile.length !== 11) return `手机号码应为 11 位，现在是 ${mobile.length} 位`
  return /^1[3-9]/.test(mobile) ? null : `手机号码应以 13 至 19 开头，现在是 ${mobile.slice(0, 2)} 开头`
}

/** Brackets round the area code become a hyphen behind it, 转 the hyphen before the extension. */
export function normaliseLandline(text: string): string {
  return foldAndJoin(text)
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/^\((\d+)\)-?/, '$1-')
    .replace(/(?:转|[xX])(?=\d+$)/, '-')
}

export function checkLandline(landline: string): string | null {
  if (landline === '') return '请填写固定电话'
  return isLandline(landline) || isServiceNumber(landline)
    ? null
    : '固定电话应写作“区号-号码”，如 025-83456789，也可填写 400、800 电话'
}

/** 公开联系电话 may be a mobile or a fixed one. */
export function normalisePublicPhone(text: string): string {
  const mobile = normaliseMobile(text)
  return checkMobile(mobile) === null ? mobile : normaliseLandline(text)
}

export function checkPublicPhone(phone: string): string | null {
  if (phone === '') return '请填写公开联系电话'
  if (checkMobile(phone) === null || isLandline(phone) || isServiceNumber(phone)) return null
  if (/^1\d*$/.test(phone)) return checkMobile(phone)
  return '公开联系电话应为手机号码，或“区号-号码”，如 025-83456789'
}

const isLandline = (text: string) => /^0\d{2,3}-?\d{7,8}(-\d{1,6})?$/.test(text)
const isServiceNumber = (text: string) => /^[48]00-?\d{3}-?\d{4}$/.test(text)
