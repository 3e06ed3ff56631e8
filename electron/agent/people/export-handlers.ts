import { randomUUID } from 'node:crypto'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import type { peopleAgentMethods } from '../../../domain/people/people-contract.ts'
import type { PeopleDependencies } from './people-dependencies.ts'

export function exportHandlers({
  workspace,
  confirmPassword,
}: PeopleDependencies): CapabilityHandlers<Pick<typeof peopleAgentMethods, 'exportNumbers'>> {
  return {
    exportNumbers: async ({ recordType, recordIds, password }) => {
      await confirmPassword(password)
      const own = workspace()
      const wanted = new Set(recordIds)
      const people = own
        .list(recordType)
        .filter(({ id }) => wanted.has(id))
        .map(({ id, body: { idNumber, mobile } }) => ({ id, idNumber, mobile }))
      own.change(recordType, null, {
        name: 'personal-data.export',
        version: 1,
        recordId: randomUUID(),
        title: '导出完整的个人信息',
        set: { recordType, count: people.length },
        silent: true,
      })
      return people
    },
  }
}
