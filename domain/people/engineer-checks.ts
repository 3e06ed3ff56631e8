import { checkCertificateNumber, normaliseCertificateNumber } from '../identifiers/certificate-number.ts'
import { ageOn, checkCitizenId, normaliseCitizenId } from '../identifiers/citizen-id.ts'
import { checkPersonName, normalisePersonName } from '../identifiers/person-name.ts'
import { checkMobile, normaliseMobile } from '../identifiers/phone.ts'
import { addYears, chinaDay, isCalendarDay } from '../records/calendar.ts'
import type { FieldMessages } from '../records/field-messages.ts'
import { fieldMessages } from '../records/field-messages.ts'
import type { EngineerProfile } from './engineer.ts'
import type { EngineerLevel, EngineerPosition } from './levels.ts'

/** An engineer's profile while being typed: the level may not be chosen yet. */
export type EngineerInput = Omit<EngineerProfile, 'level'> & { level: EngineerLevel | null }
export type EngineerMessages = FieldMessages<keyof EngineerProfile>

/** Registration of an engineer is valid for three years (注册消防工程师管理规定). */
const REGISTRATION_YEARS = 3
/** Secondary sources only, hence a warning. */
const WARNING_AGE = 70
/** A 二级 engineer leads work on single buildings up to this area; secondary sources only, hence a warning. */
const SECOND_LEVEL_AREA_LIMIT_SQUARE_METRES = 40_000

export function normaliseEngineer<Input extends EngineerInput>(fields: Input): Input {
  return {
    ...fields,
    name: normalisePersonName(fields.name),
    mobile: normaliseMobile(fields.mobile),
    idNumber: normaliseCitizenId(fields.idNumber),
    qualificationNumber: normaliseCertificateNumber(fields.qualificationNumber),
    managementNumber: normaliseCertificateNumber(fields.managementNumber),
  }
}

/** Reasons to refuse normalised fields; `on` is today unless given. The manual asks 资格证书编号 or 证书管理号: one may be empty, not both. */
export function checkEngineer(fields: EngineerInput, on: string = chinaDay()): EngineerMessages {
  return fieldMessages({
    name: checkPersonName(fields.name),
    mobile: checkMobile(fields.mobile),
    idNumber: checkCitizenId(fields.idNumber, on) ?? underAgeMessage(fields.idNumber, on),
    ...certificateMessages(fields),
    level: fields.level === null ? '请选择级别' : null,
    validUntil: checkValidUntil(fields.validUntil, on),
  })
}

function certificateMessages({ qualificationNumber, managementNumber }: EngineerInput) {
  if (qualificationNumber === '' && managementNumber === '') {
    return { qualificationNumber: '请填写资格证书编号或证书管理号', managementNumber: null }
  }
  const check = (number: string, name: string) =>
    number === '' ? null : checkCertificateNumber(number, name)
  return {
    qualificationNumber: check(qualificationNumber, '资格证书编号'),
    managementNumber: check(managementNumber, '证书管理号'),
  }
}

function underAgeMessage(idNumber: string, on: string): string | null {
  const age = ageOn(idNumber, on)
  return age >= 18 ? null : `注册消防工程师应年满 18 周岁，按身份证号为 ${age} 周岁，请核对`
}

function checkValidUntil(validUntil: string, on: string): string | null {
  if (validUntil === '') return '请填写注册有效期'
  if (!isCalendarDay(validUntil)) return '注册有效期应为存在的日期，写作 YYYY-MM-DD，如 2027-06-30'
  return validUntil < on ? `注册有效期至 ${validUntil}，已过期，请先办理延续注册` : null
}

/** Doubts about a profile that is otherwise fine. */
export function engineerWarnings(fields: EngineerInput, on: string = chinaDay()): string[] {
  const warnings: string[] = []
  if (checkCitizenId(fields.idNumber, on) === null && ageOn(fields.idNumber, on) >= WARNING_AGE) {
    warnings.push(`已满 ${WARNING_AGE} 周岁，注册可能不予受理，请向消防救援机构核实`)
  }
  if (isCalendarDay(fields.validUntil) && fields.validUntil > addYears(on, REGISTRATION_YEARS)) {
    warnings.push(
      `注册有效期为 ${REGISTRATION_YEARS} 年，填写的 ${fields.validUntil} 超过 ${REGISTRATION_YEARS} 年，请与注册证核对`,
    )
  }
  return warnings
}

/** 修改职位: one 技术负责人 for the organisation, and of the first level (应急管理部令第7号). `others` are its other engineers. */
export function checkEngineerPosition(
  engineer: { level: EngineerLevel; position: EngineerPosition },
  others: readonly { position: EngineerPosition }[],
): string | null {
  if (engineer.position !== 'technical-leader') return null
  if (engineer.level !== 'first') return '技术负责人应为一级注册消防工程师，此人为二级，请选择其他职位'
  return others.some((other) => other.position === 'technical-leader')
    ? '本机构已有技术负责人，每家机构只能设一名，请先修改其职位'
    : null
}

/** For a 项目负责人 and the area of the largest single building of the project. */
export function warnProjectLeader(level: EngineerLevel, buildingAreaSquareMetres: number): string[] {
  if (level === 'first' || buildingAreaSquareMetres <= SECOND_LEVEL_AREA_LIMIT_SQUARE_METRES) return []
  return [
    `二级注册消防工程师负责的单体建筑面积通常不超过 4 万平方米，现在是 ${buildingAreaSquareMetres} 平方米，请核对`,
  ]
}
