import type { Look, LookKind } from '../../../domain/accounts/accounts-contract.ts'
import { fieldLabel } from '../../../domain/records/field-labels.ts'

export const LOOK_KIND_LABELS: Record<LookKind, string> = {
  reveal: '查看完整号码',
  export: '导出',
  authority: '消防救援机构查看',
}

/** What was looked at: 苗佳的身份证号, 12 人的名单, 证照图片或文件. */
export function lookText({ kind, recordType, recordName, field, count }: Look): string {
  if (kind === 'export') return count === null ? '导出名单' : `导出 ${count} 人的名单`
  if (recordType === null) return '证照图片、文件或审核材料'
  const what = (field === null ? undefined : fieldLabel(recordType, field)) ?? '资料'
  return recordName === null ? `一条已删除记录的${what}` : `${recordName}的${what}`
}
