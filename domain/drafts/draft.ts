import { z } from 'zod'
import { Instant } from '../records/instants.ts'

/** Every form of the product; a draft belongs to one form. */
export const DraftForm = z.enum([
  'organisation-registration',
  'materials',
  'manual-review',
  'engineer-registration',
  'engineer-application',
  'operator',
  'operator-import',
  'application-answer',
  'self-entry',
  'project',
  'conclusion',
  'label',
  'label-withdrawal',
  'label-template',
  'application-decision',
  'verification-decision',
  'staff-change',
  'penalty',
  'penalty-withdrawal',
])
export type DraftForm = z.infer<typeof DraftForm>

export const DRAFT_FORM_LABELS: Record<DraftForm, string> = {
  'organisation-registration': '帐号注册',
  materials: '上传材料',
  'manual-review': '人工审核情况说明',
  'engineer-registration': '注册消防工程师帐号注册',
  'engineer-application': '注册申请',
  operator: '消防设施操作员',
  'operator-import': '操作员导入',
  'application-answer': '不同意注册申请的原因',
  'self-entry': '自主录入',
  project: '执业项目',
  conclusion: '结论性文件',
  label: '维保标签',
  'label-withdrawal': '标签作废原因',
  'label-template': '标签模板',
  'application-decision': '审批意见',
  'verification-decision': '实名认证审核意见',
  'staff-change': '更换人员',
  penalty: '处罚录入',
  'penalty-withdrawal': '撤销处罚的原因',
}

/**
 * What was typed into a form, as it was typed: `content` is the form's own fields, valid or not. `subject` tells drafts of one form apart
 * (the record's id, or one of `isNewSubject`). Passwords and SMS codes never stand in a draft.
 */
export const Draft = z.object({
  id: z.string(),
  form: DraftForm,
  subject: z.string(),
  title: z.string(),
  content: z.record(z.string(), z.unknown()),
  savedAt: Instant,
})
export type Draft = z.infer<typeof Draft>

/** Whether the draft is of something that is not a record yet. Every new entry has a subject of its own, so that two begun side by side stay two. */
export function isNewSubject(subject: string): boolean {
  return subject === 'new' || subject.startsWith('new-')
}
