import { z } from 'zod'
import type { Failure, Result } from '../../../domain/contracts/failure.ts'
import { checkCitizenId, normaliseCitizenId, sexOf } from '../../../domain/identifiers/citizen-id.ts'
import { OperatorDirection, OperatorLevel } from '../../../domain/people/levels.ts'
import { normaliseOperator, type OperatorInput } from '../../../domain/people/operator-checks.ts'
import { OperatorFields } from '../../../domain/people/operator.ts'

export const OPERATOR_FORM_FIELDS = [
  'name',
  'idNumber',
  'mobile',
  'certificateNumber',
  'level',
  'direction',
] as const

export const BLANK_OPERATOR: OperatorInput = {
  name: '',
  idNumber: '',
  mobile: '',
  certificateNumber: '',
  level: null,
  direction: 'none',
}

const DraftContent = z.object({
  name: z.string().catch(''),
  idNumber: z.string().catch(''),
  mobile: z.string().catch(''),
  certificateNumber: z.string().catch(''),
  level: OperatorLevel.nullable().catch(null),
  direction: OperatorDirection.catch('none'),
})

/** Whatever an older program may have put into a draft. */
export function operatorOfDraft(content: Record<string, unknown>): OperatorInput {
  return DraftContent.parse(content)
}

/** What is sent once `checkOperator` found nothing wrong; only then is the level certain to be chosen. */
export function operatorToSend(input: OperatorInput): OperatorFields {
  return OperatorFields.parse(normaliseOperator(input))
}

/** 性别 as the ID number says it; empty until that number is right. */
export function sexText(idNumber: string): string {
  const normal = normaliseCitizenId(idNumber)
  return checkCitizenId(normal) === null ? sexOf(normal) : ''
}

/** The contract nests the fields under `fields`; the form knows them by their own names. */
export function atFormFields<Value>(result: Result<Value>): Result<Value> {
  if (result.ok || !result.failure.fields) return result
  const fields = result.failure.fields.map(({ path, message }) => ({
    path: path.replace(/^fields\./, ''),
    message,
  }))
  return { ok: false, failure: { ...result.failure, fields } satisfies Failure }
}
