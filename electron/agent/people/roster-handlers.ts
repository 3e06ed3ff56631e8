import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import {
  ENGINEER_COLUMNS,
  OPERATOR_COLUMNS,
  type PeopleColumn,
} from '../../../domain/people/people-columns.ts'
import type { peopleAgentMethods } from '../../../domain/people/people-contract.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'
import { makeRoster } from './make-roster.ts'
import { maskedEngineer, maskedOperator } from './masked-views.ts'
import type { PeopleDependencies } from './people-dependencies.ts'

/** 打印花名册: numbers are masked as in the list, so nothing is asked and nothing recorded. */
export function rosterHandlers({
  workspace,
  now,
  openRosterFont,
}: PeopleDependencies): CapabilityHandlers<Pick<typeof peopleAgentMethods, 'roster'>> {
  return {
    roster: async ({ recordType, recordIds }) => {
      const own = workspace()
      const day = chinaDay(now().getTime())
      const table =
        recordType === 'engineer'
          ? tableOf(ENGINEER_COLUMNS, inOrder(recordIds, own.list('engineer').map(maskedEngineer)))
          : tableOf(OPERATOR_COLUMNS, inOrder(recordIds, own.list('operator').map(maskedOperator)))
      const name = recordType === 'engineer' ? '注册消防工程师' : '消防设施操作员'
      const organisation = own.list('organisation')[0]?.body.name ?? ''
      const pdf = await makeRoster(
        { title: `${name}花名册`, organisation, day, ...table },
        openRosterFont,
        now(),
      )
      return { fileName: `${name}花名册 ${day}.pdf`, pdfBase64: Buffer.from(pdf).toString('base64') }
    },
  }
}

/** In the order asked for; who has gone meanwhile is left out. */
function inOrder<Person extends { id: string }>(ids: readonly string[], people: readonly Person[]): Person[] {
  const known = new Map(people.map((person) => [person.id, person]))
  return ids.flatMap((id) => known.get(id) ?? [])
}

function tableOf<Person>(columns: readonly PeopleColumn<Person>[], people: readonly Person[]) {
  return {
    header: ['序号', ...columns.map(({ title }) => title)],
    shares: [6, ...columns.map(({ width }) => width)],
    rows: people.map((person, index) => [String(index + 1), ...columns.map(({ text }) => text(person))]),
  }
}
