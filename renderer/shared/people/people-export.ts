import type { Result } from '../../../domain/contracts/failure.ts'
import {
  ENGINEER_LEVEL_LABELS,
  ENGINEER_POSITION_LABELS,
  OPERATOR_DIRECTION_LABELS,
  OPERATOR_LEVEL_LABELS,
  OPERATOR_QUALIFICATION,
} from '../../../domain/people/levels.ts'
import type { EngineerView, OperatorView } from '../../../domain/people/people-contract.ts'
import { agent } from '../../agent/agent.ts'
import type { ExportColumn } from '../components/export-column.ts'

/** The manual's columns; with full numbers the file can be imported again as it is. */
export const OPERATOR_EXPORT: readonly ExportColumn<OperatorView>[] = [
  { title: '序号', width: 6, text: (_, index) => String(index + 1) },
  { title: '姓名', width: 12, text: ({ name }) => name },
  { title: '手机号码', width: 15, text: ({ mobile }) => mobile },
  { title: '性别', width: 6, text: ({ sex }) => sex },
  { title: '证书编号', width: 22, text: ({ certificateNumber }) => certificateNumber },
  { title: '身份证号', width: 22, text: ({ idNumber }) => idNumber },
  { title: '职业资格', width: 16, text: () => OPERATOR_QUALIFICATION },
  { title: '职业资格等级', width: 16, text: ({ level }) => OPERATOR_LEVEL_LABELS[level] },
  { title: '职业方向', width: 24, text: ({ direction }) => OPERATOR_DIRECTION_LABELS[direction] },
]

export const ENGINEER_EXPORT: readonly ExportColumn<EngineerView>[] = [
  { title: '序号', width: 6, text: (_, index) => String(index + 1) },
  { title: '名称', width: 12, text: ({ name }) => name },
  { title: '电话', width: 15, text: ({ mobile }) => mobile },
  { title: '身份证号', width: 22, text: ({ idNumber }) => idNumber },
  { title: '证书编号', width: 22, text: ({ qualificationNumber }) => qualificationNumber },
  { title: '证书管理号', width: 22, text: ({ managementNumber }) => managementNumber },
  { title: '级别', width: 8, text: ({ level }) => ENGINEER_LEVEL_LABELS[level] },
  { title: '实名认证', width: 10, text: ({ verified }) => (verified ? '已认证' : '未认证') },
  { title: '注册有效期', width: 14, text: ({ validUntil }) => validUntil },
  { title: '状态', width: 8, text: ({ state }) => (state === 'left' ? '已离开' : '正常') },
  { title: '职位', width: 12, text: ({ position }) => ENGINEER_POSITION_LABELS[position] },
]

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
