import { maskPersonalNumber, maskPhone } from '../../../domain/identifiers/mask.ts'
import type { ApplicationView, EngineerView, OperatorView } from '../../../domain/people/people-contract.ts'
import { operatorWarnings } from '../../../domain/people/operator-checks.ts'
import { toView } from '../storage/record-view.ts'
import type { LocalRecord } from '../storage/workspace.ts'

const LISTED_ELSEWHERE = '此人也列在其他机构的操作员名单中，请核实其是否在本机构执业'

export function maskedEngineer(record: LocalRecord<'engineer'>): EngineerView {
  return withMaskedNumbers(toView(record))
}

export function maskedOperator(record: LocalRecord<'operator'>): OperatorView {
  return withMaskedNumbers(fullOperator(record))
}

/** With its warnings, numbers in full. */
export function fullOperator(record: LocalRecord<'operator'>): OperatorView {
  const elsewhere = record.body.listedElsewhere ? [LISTED_ELSEWHERE] : []
  return { ...toView(record), warnings: [...operatorWarnings(record.body), ...elsewhere] }
}

export function maskedApplication(record: LocalRecord<'application'>): ApplicationView {
  const application = toView(record)
  return { ...application, engineer: withMaskedNumbers(application.engineer) }
}

function withMaskedNumbers<Person extends { idNumber: string; mobile: string }>(person: Person): Person {
  return { ...person, idNumber: maskPersonalNumber(person.idNumber), mobile: maskPhone(person.mobile) }
}
