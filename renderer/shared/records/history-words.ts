import { fieldLabel } from '../../../domain/records/field-labels.ts'
import type { RecordType } from '../../../domain/records/records.ts'
import type { RecordVersion } from '../../../domain/workstations/workstations-contract.ts'

/** The server's names of what changed a record; those it does not name are changes like any other. */
const CAUSES: Readonly<Record<string, string>> = {
  'operator.save': '保存',
  'operator.remove': '删除',
  'operator.restore': '恢复',
  'engineer.set-position': '修改职位',
  'engineer.leave': '离开本机构',
  'application.submit': '提交申请',
  'application.answer': '答复申请',
  'application.withdraw': '撤回申请',
  'application.decide': '审批',
  'organisation.submit-materials': '提交材料',
  'verification.request-review': '申请人工审核',
  'verification.decide': '审核实名认证',
  'self-entry.submit': '提交自主录入',
  'project.save': '保存',
  'project.conclude': '录入结论性文件',
  'project.change-staff': '更换人员',
  'penalty.enter': '录入处罚',
  'penalty.withdraw': '撤销处罚',
  'account.change-mobile': '更换登录手机号',
  'label.issue': '签发',
  'label.record-print': '打印',
  'label.withdraw': '作废',
}

export function causeText({ rev, cause, deleted }: RecordVersion): string {
  if (deleted) return '删除'
  const text = CAUSES[cause] ?? '修改'
  return text === '保存' ? (rev === 1 ? '添加' : '修改') : text
}

/** The changed fields by the names they have on the screens; the program's own bookkeeping is left out. */
export function changedText(type: RecordType, { changedFields }: RecordVersion): string {
  const names = changedFields.flatMap((field) => fieldLabel(type, field) ?? [])
  return [...new Set(names)].join('、')
}
