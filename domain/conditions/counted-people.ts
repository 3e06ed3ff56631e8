import { checkCitizenId } from '../identifiers/citizen-id.ts'
import type { Engineer } from '../people/engineer.ts'
import type { Operator } from '../people/operator.ts'

/** An engineer counts while registered here and not left, verified 已认证, and his registration not expired; its last day counts (rules.md §1). */
export function countsAsEngineer(
  engineer: Pick<Engineer, 'state' | 'verified' | 'validUntil'>,
  on: string,
): boolean {
  return engineer.state === 'normal' && engineer.verified && on <= engineer.validUntil
}

/** An operator counts with a valid full ID number, while not removed. The level is always set on a stored operator. */
export function countsAsOperator(operator: Pick<Operator, 'idNumber' | 'removedAt'>, on: string): boolean {
  return operator.removedAt === null && checkCitizenId(operator.idNumber, on) === null
}
