import { checkLength, normaliseLine } from '../organisation/registration-checks.ts'
import { isCalendarDay } from '../records/calendar.ts'
import { fieldMessages, type FieldMessages } from '../records/field-messages.ts'
import type { PenaltyFields } from './penalty.ts'

export type PenaltyMessages = FieldMessages<keyof PenaltyFields>

const AMOUNT_MAX = 100_000_000

export function normalisePenalty(fields: PenaltyFields): PenaltyFields {
  return {
    ...fields,
    decisionNumber: normaliseLine(fields.decisionNumber),
    breach: fields.breach.trim(),
    basis: normaliseLine(fields.basis),
    content: fields.content.trim(),
    kinds: [...new Set(fields.kinds)],
    amountYuan: hasAmount(fields) ? fields.amountYuan : null,
  }
}

/** Only these kinds name a sum. */
export function hasAmount({ kinds }: Pick<PenaltyFields, 'kinds'>): boolean {
  return kinds.includes('fine') || kinds.includes('confiscation')
}

/** `on` is today in China. */
export function checkPenalty(fields: PenaltyFields, on: string): PenaltyMessages {
  return fieldMessages({
    decisionNumber: required('处罚决定书文号', fields.decisionNumber, 4, 60),
    decidedOn: checkDay(fields.decidedOn, on),
    breach: required('违法行为', fields.breach, 4, 500),
    basis: required('处罚依据', fields.basis, 4, 200),
    kinds: fields.kinds.length === 0 ? '请选择处罚种类' : null,
    amountYuan: checkAmount(fields),
    content: required('处罚内容', fields.content, 2, 500),
    executed: null,
    isPublic: null,
  })
}

function required(name: string, text: string, atLeast: number, atMost: number): string | null {
  return text === '' ? `请填写${name}` : checkLength(name, text, atLeast, atMost)
}

function checkDay(day: string, on: string): string | null {
  if (day === '') return '请填写处罚日期'
  if (!isCalendarDay(day)) return '处罚日期应为存在的日期，写作 YYYY-MM-DD'
  return day > on ? `处罚日期不能晚于今天 ${on}` : null
}

function checkAmount(fields: PenaltyFields): string | null {
  if (!hasAmount(fields)) return null
  const { amountYuan } = fields
  if (amountYuan === null) return '请填写金额'
  const cents = amountYuan * 100
  if (amountYuan <= 0 || amountYuan > AMOUNT_MAX || Math.abs(cents - Math.round(cents)) > 1e-6) {
    return `金额应大于 0、不超过 1 亿元，最多两位小数，现在是 ${amountYuan}`
  }
  return null
}
