import {
  ENGINEER_LEVEL_LABELS,
  ENGINEER_POSITION_LABELS,
  OPERATOR_DIRECTION_LABELS,
  OPERATOR_LEVEL_LABELS,
  OPERATOR_QUALIFICATION,
} from '../../../domain/people/levels.ts'
import type { EngineerView, OperatorView } from '../../../domain/people/people-contract.ts'

export interface RosterColumn<Person> {
  title: string
  /** Its part of the table's width. */
  share: number
  text: (person: Person) => string
}

/** As in the manual's tables; 序号 comes before them by itself. */
export const OPERATOR_ROSTER: readonly RosterColumn<OperatorView>[] = [
  { title: '姓名', share: 10, text: ({ name }) => name },
  { title: '性别', share: 5, text: ({ sex }) => sex },
  { title: '手机号码', share: 12, text: ({ mobile }) => mobile },
  { title: '身份证号', share: 18, text: ({ idNumber }) => idNumber },
  { title: '证书编号', share: 18, text: ({ certificateNumber }) => certificateNumber },
  { title: '职业资格', share: 13, text: () => OPERATOR_QUALIFICATION },
  { title: '职业资格等级', share: 12, text: ({ level }) => OPERATOR_LEVEL_LABELS[level] },
  { title: '职业方向', share: 20, text: ({ direction }) => OPERATOR_DIRECTION_LABELS[direction] },
]

export const ENGINEER_ROSTER: readonly RosterColumn<EngineerView>[] = [
  { title: '名称', share: 10, text: ({ name }) => name },
  { title: '电话', share: 12, text: ({ mobile }) => mobile },
  { title: '身份证号', share: 18, text: ({ idNumber }) => idNumber },
  { title: '证书编号', share: 18, text: ({ qualificationNumber }) => qualificationNumber },
  { title: '证书管理号', share: 18, text: ({ managementNumber }) => managementNumber },
  { title: '级别', share: 7, text: ({ level }) => ENGINEER_LEVEL_LABELS[level] },
  { title: '实名认证', share: 9, text: ({ verified }) => (verified ? '已认证' : '未认证') },
  { title: '注册有效期', share: 11, text: ({ validUntil }) => validUntil },
  { title: '状态', share: 7, text: ({ state }) => (state === 'left' ? '已离开' : '正常') },
  { title: '职位', share: 12, text: ({ position }) => ENGINEER_POSITION_LABELS[position] },
]
