import type { Result } from '../../../domain/contracts/failure.ts'
import {
  ENGINEER_COLUMNS,
  OPERATOR_COLUMNS,
  type PeopleColumn,
} from '../../../domain/people/people-columns.ts'
import type { EngineerView, OperatorView } from '../../../domain/people/people-contract.ts'
import { agent } from '../../agent/agent.ts'
import type { ExportColumn } from '../components/export-column.ts'

export const OPERATOR_EXPORT: readonly ExportColumn<OperatorView>[] = numbered(OPERATOR_COLUMNS)
export const ENGINEER_EXPORT: readonly ExportColumn<EngineerView>[] = numbered(ENGINEER_COLUMNS)

function numbered<Person>(columns: readonly PeopleColumn<Person>[]): ExportColumn<Person>[] {
  return [{ title: '序号', width: 6, text: (_, index) => String(index + 1) }, ...columns]
}

/** The same people with their numbers in full, for the password of whoever is signed in; the server is told. */
export async function withFullNumbers<Person extends { id: string; idNumber: string; mobile: string }>(
  recordType: 'engineer' | 'operator',
  people: readonly Person[],
  password: string,
): Promise<Result<Person[]>> {
  const recordIds = people.map(({ id }) => id)
  const answer = await agent.people.exportNumbers({ recordType, recordIds, password })
  if (!answer.ok) return answer
  const numbers = new Map(answer.value.map(({ id, idNumber, mobile }) => [id, { idNumber, mobile }]))
  return { ok: true, value: people.map((person) => ({ ...person, ...numbers.get(person.id) })) }
}
