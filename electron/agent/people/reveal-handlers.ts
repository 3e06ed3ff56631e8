import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { peopleAgentMethods } from '../../../domain/people/people-contract.ts'
import type { LocalRecord, Workspace } from '../storage/workspace.ts'
import type { PeopleDependencies } from './people-dependencies.ts'

type PersonRecord = LocalRecord<'engineer' | 'operator' | 'application'>
type PersonalField = 'idNumber' | 'mobile'

const TITLES: Record<PersonalField, string> = { idNumber: '查看身份证号', mobile: '查看手机号码' }

export function revealHandlers({
  workspace,
}: PeopleDependencies): CapabilityHandlers<Pick<typeof peopleAgentMethods, 'reveal'>> {
  return {
    reveal: ({ recordType, recordId, field }) => {
      const own = workspace()
      const record: PersonRecord | null = own.get(recordType, recordId)
      if (!record) throw new FailureError('not-found', { message: '没有这条记录，请刷新列表后重试' })
      recordLook(own, record, field)
      const person = 'engineer' in record.body ? record.body.engineer : record.body
      return { value: person[field] }
    },
  }
}

/** Puts the look on the server's audit log, offline looks too. What only this workstation's user has typed so far is nobody else's data yet. */
export function recordLook(own: Workspace, record: PersonRecord, field: PersonalField): void {
  if (record.baseRev === 0) return
  own.change(record.type, null, {
    name: 'personal-data.reveal',
    version: 1,
    recordId: record.id,
    title: TITLES[field],
    set: { recordType: record.type, field },
    silent: true,
  })
}
