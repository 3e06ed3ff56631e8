import {
  checkOperatorCertificateNumber,
  normaliseCertificateNumber,
  warnOperatorCertificateNumber,
} from '../identifiers/certificate-number.ts'
import { ageOn, checkCitizenId, normaliseCitizenId } from '../identifiers/citizen-id.ts'
import { checkPersonName, normalisePersonName } from '../identifiers/person-name.ts'
import { checkMobile, normaliseMobile } from '../identifiers/phone.ts'
import { chinaDay } from '../records/calendar.ts'
import type { FieldMessages } from '../records/field-messages.ts'
import { fieldMessages } from '../records/field-messages.ts'
import type { OperatorLevel } from './levels.ts'
import { warnLevelDirection } from './levels.ts'
import type { OperatorFields } from './operator.ts'

/** An operator while being typed: the level may not be chosen yet. */
export type OperatorInput = Omit<OperatorFields, 'level'> & { level: OperatorLevel | null }
export type OperatorMessages = FieldMessages<keyof OperatorFields>

export function normaliseOperator<Input extends OperatorInput>(fields: Input): Input {
  return {
    ...fields,
    name: normalisePersonName(fields.name),
    mobile: normaliseMobile(fields.mobile),
    idNumber: normaliseCitizenId(fields.idNumber),
    certificateNumber: normaliseCertificateNumber(fields.certificateNumber),
  }
}

/** Reasons to refuse normalised fields; `on` is the day on which 18 years are asked, today unless given. */
export function checkOperator(fields: OperatorInput, on: string = chinaDay()): OperatorMessages {
  return fieldMessages({
    name: checkPersonName(fields.name),
    mobile: checkMobile(fields.mobile),
    idNumber: checkCitizenId(fields.idNumber, on) ?? underAgeMessage(fields.idNumber, on),
    certificateNumber: checkOperatorCertificateNumber(fields.certificateNumber),
    level: fields.level === null ? '请选择职业资格等级' : null,
    direction: null,
  })
}

function underAgeMessage(idNumber: string, on: string): string | null {
  const age = ageOn(idNumber, on)
  return age >= 18 ? null : `消防设施操作员应年满 18 周岁，按身份证号为 ${age} 周岁，不能录入`
}

/** Doubts that the handler sees but that refuse nothing. */
export function operatorWarnings(fields: OperatorInput): string[] {
  if (fields.level === null) return []
  return [
    ...warnLevelDirection(fields.level, fields.direction),
    ...(fields.certificateNumber === ''
      ? []
      : warnOperatorCertificateNumber(fields.certificateNumber, fields.level)),
  ]
}

/** Inside one organisation a person and a certificate stand once; `others` are its other operators that are not removed. */
export function checkOperatorAmong(
  fields: Pick<OperatorInput, 'idNumber' | 'certificateNumber'>,
  others: readonly Pick<OperatorInput, 'idNumber' | 'certificateNumber'>[],
): OperatorMessages {
  const sameIdNumber = fields.idNumber !== '' && others.some((other) => other.idNumber === fields.idNumber)
  const sameCertificate =
    fields.certificateNumber !== '' &&
    others.some((other) => other.certificateNumber === fields.certificateNumber)
  return fieldMessages({
    idNumber: sameIdNumber ? '本机构已录入这个身份证号的操作员，请在原记录上修改' : null,
    certificateNumber: sameCertificate ? '本机构已录入这个证书编号的操作员，请与证书核对' : null,
  })
}
