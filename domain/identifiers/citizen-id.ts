import { chinaDay, fullYearsBetween, isCalendarDay } from '../records/calendar.ts'
import { normaliseCode } from './fold-width.ts'

/** 公民身份号码, GB 11643-1999: region (6), birth date (8), sequence (3, odd for men), check character (ISO 7064 MOD 11-2). */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'

/** Counties are never checked: their codes change and the number keeps the one of its first issue. 81–83 are the residence permits for Hong Kong, Macao and Taiwan. */
const PROVINCE_PREFIXES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
)

export type Sex = '男' | '女'

export function normaliseCitizenId(text: string): string {
  return normaliseCode(text).toUpperCase()
}

/** The 18th character for the first 17 digits. */
export function citizenIdCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + Number(first17.charAt(index)) * weight, 0)
  return CHECK_CHARACTERS.charAt(sum % 11)
}

/** `YYYY-MM-DD` from a number of 18 characters; whether that day exists is for `checkCitizenId` to say. */
export function birthDateOf(idNumber: string): string {
  return `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`
}

export function sexOf(idNumber: string): Sex {
  return Number(idNumber.charAt(16)) % 2 === 1 ? '男' : '女'
}

/** Full years of age on a day `YYYY-MM-DD`. */
export function ageOn(idNumber: string, on: string): number {
  return fullYearsBetween(birthDateOf(idNumber), on)
}

/** Messages tell positions and counts, never the number itself. `on` is today unless given. */
export function checkCitizenId(idNumber: string, on: string = chinaDay()): string | null {
  if (idNumber === '') return '请填写身份证号'
  if (/^\d{15}$/.test(idNumber)) return '15 位身份证号（一代证）已停止使用，请填写 18 位身份证号'
  if (idNumber.length !== 18) return `身份证号应为 18 位，现在是 ${idNumber.length} 位`
  if (!/^\d{17}[\dX]$/.test(idNumber)) return '身份证号前 17 位应为数字，最后一位为数字或 X'
  if (!PROVINCE_PREFIXES.has(idNumber.slice(0, 2))) return '身份证号前两位不是省级行政区代码，请核对'
  return birthDateMessage(idNumber, '身份证号', on) ?? checkCharacterMessage(idNumber, '身份证号')
}

/** Shared with 外国人永久居留身份证, which is built alike. */
export function birthDateMessage(number: string, name: string, on: string): string | null {
  const birthDate = birthDateOf(number)
  const place = `${name}第 7 至 14 位应为出生日期`
  if (!isCalendarDay(birthDate)) return `${place}，这个日期不存在，请核对`
  if (birthDate < '1900-01-01') return `${place}，早于 1900 年，请核对`
  return birthDate < on ? null : `${place}，不早于今天，请核对`
}

export function checkCharacterMessage(number: string, name: string): string | null {
  return citizenIdCheckCharacter(number.slice(0, 17)) === number.charAt(17)
    ? null
    : `${name}校验不通过，请与证件逐位核对`
}
