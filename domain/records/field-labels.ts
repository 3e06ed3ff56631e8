import { LABEL_FIELD_NAMES } from '../labels/label-content.ts'
import type { RecordType } from './records.ts'

const PERSON = { name: '姓名', idNumber: '身份证号', mobile: '手机号码' } as const

/** The manual's own names of the fields that workstations change, and of what their operations carry besides (a conclusion's number, a reason). */
const FIELD_LABELS: Partial<Record<RecordType, Readonly<Record<string, string>>>> = {
  operator: {
    ...PERSON,
    sex: '性别',
    certificateNumber: '证书编号',
    level: '职业资格等级',
    direction: '职业方向',
    removedAt: '删除时间',
  },
  engineer: {
    ...PERSON,
    qualificationNumber: '证书编号',
    managementNumber: '证书管理号',
    level: '级别',
    validUntil: '注册有效期',
    position: '职位',
    leftAt: '离开时间',
  },
  application: {
    agree: '答复',
    reason: '原因',
    state: '申请状态',
    answeredAt: '答复时间',
  },
  'self-entry': { letterSha256: '承诺书', changeNote: '修改提示' },
  project: {
    contractNumber: '合同编号',
    contractName: '合同名称',
    clientName: '服务对象名称',
    regionCodes: '项目所在区域',
    address: '项目地址',
    type: '项目类型',
    technicalLeaderId: '技术负责人',
    projectLeaderId: '项目负责人',
    memberIds: '参与人员',
    plannedFrom: '计划开始日期',
    plannedTo: '计划结束日期',
    buildings: '建筑',
    systems: '系统',
    createdAt: '创建时间',
    conclusion: '结论性文件',
    staffChanges: '更换人员',
    change: '更换人员',
    number: '结论性文件编号',
    finishedOn: '完成日期',
    documentSha256: '结论性文件（PDF）',
    enteredAt: '录入时间',
  },
  label: {
    ...LABEL_FIELD_NAMES,
    projectId: '执业项目',
    issuedAt: '签发时间',
    withdrawn: '作废',
    reason: '作废原因',
    at: '时间',
    printer: '标签打印机',
    copies: '份数',
    outcome: '打印结果',
    kind: '打印方式',
    by: '操作人',
    template: '标签模板',
  },
  'label-template': {
    name: '模板名称',
    size: '标签纸',
    direction: '方向',
    elements: '元素',
    revision: '版本',
    createdAt: '创建时间',
    removedAt: '删除时间',
  },
}

/** What a field of such a record is called on the screens; null for what is only the program's own bookkeeping. */
export function fieldLabel(recordType: RecordType, field: string): string | null {
  return FIELD_LABELS[recordType]?.[field] ?? null
}

/** For sorting fields of such a record as their forms show them; fields without a name come last. */
export function fieldPlace(recordType: RecordType, field: string): number {
  const place = Object.keys(FIELD_LABELS[recordType] ?? {}).indexOf(field)
  return place === -1 ? Number.MAX_SAFE_INTEGER : place
}

export const RECORD_TYPE_LABELS: Record<RecordType, string> = {
  organisation: '机构信息',
  engineer: '注册消防工程师',
  operator: '消防设施操作员',
  application: '注册申请',
  'self-entry': '自主录入',
  'self-entry-revision': '自主录入修改历史',
  project: '执业项目',
  label: '维保标签',
  'label-template': '标签模板',
  notice: '通知',
  penalty: '处罚',
}
