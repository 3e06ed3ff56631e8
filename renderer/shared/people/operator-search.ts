import type { OperatorDirection, OperatorLevel } from '../../../domain/people/levels.ts'
import type { OperatorView } from '../../../domain/people/people-contract.ts'

export interface OperatorFilter {
  text: string
  level: OperatorLevel | null
  direction: OperatorDirection | null
  /** Only those whose warnings ask to compare something with the certificate. */
  doubtfulOnly: boolean
}

export const NO_OPERATOR_FILTER: OperatorFilter = {
  text: '',
  level: null,
  direction: null,
  doubtfulOnly: false,
}

/** Searches name, phone, ID and certificate number; a complete number finds its masked twin by the digits that show. */
export function filterOperators(
  operators: readonly OperatorView[],
  { text, level, direction, doubtfulOnly }: OperatorFilter,
): OperatorView[] {
  const wanted = text.replaceAll(/\s/g, '').toUpperCase()
  return operators.filter(
    (operator) =>
      (level === null || operator.level === level) &&
      (direction === null || operator.direction === direction) &&
      (!doubtfulOnly || operator.warnings.length > 0) &&
      (wanted === '' ||
        operator.name.toUpperCase().includes(wanted) ||
        operator.certificateNumber.toUpperCase().includes(wanted) ||
        matchesMasked(operator.mobile, wanted) ||
        matchesMasked(operator.idNumber, wanted)),
  )
}

/** A masked number is found by a complete number whose visible characters agree, or by a part that shows. */
export function matchesMasked(masked: string, wanted: string): boolean {
  if (masked.includes(wanted)) return true
  return (
    masked.length === wanted.length &&
    Array.from(masked).every((character, index) => character === '*' || character === wanted[index])
  )
}
