import {
  ENGINEER_LEVEL_LABELS,
  ENGINEER_POSITION_LABELS,
  OPERATOR_DIRECTION_LABELS,
  OPERATOR_LEVEL_LABELS,
  OPERATOR_QUALIFICATION,
} from './levels.ts'
import type { EngineerView, OperatorView } from './people-contract.ts'

export interface PeopleColumn<Person> {
  title: string
  /** In characters. */
  width: number
  text: (person: Person) => string
}

/** As in the manual's tables; 序号 comes before them by itself. With full numbers a list of these can be imported again as it is. */
export const OPERATOR_COLUMNS: readonly PeopleColumn<OperatorView>[] = [
  { title: '姓名', width: 12, text: ({ name }) => name },
  { title: '手机号码', width: 15, text: ({ mobile }) => mobile },
  { title: '性别', width: 6, text: ({ sex }) => sex },
  { title: '证书编号', width: 22, text: ({ certificateNumber }) => certificateNumber },
  { title: '身份证号', width: 22, text: ({ idNumber }) => idNumber },
  { title: '职业资格', width: 16, text: () => OPERATOR_QUALIFICATION },
  { title: '职业资格等级', width: 16, text: ({ level }) => OPERATOR_LEVEL_LABELS[level] },
  { title: '职业方向', width: 24, text: ({ direction }) => OPERATOR_DIRECTION_LABELS[direction] },
]

export const ENGINEER_COLUMNS: readonly PeopleColumn<EngineerView>[] = [
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
