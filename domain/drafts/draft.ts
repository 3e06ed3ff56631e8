import { z } from 'zod'
import { Instant } from '../records/instants.ts'

/** Every form of the product; a draft belongs to one form. */
export const DraftForm = z.enum([
  'organisation-registration',
  'materials',
  'engineer-registration',
  'engineer-application',
  'operator',
  'self-entry',
  'project',
  'conclusion',
  'label',
])
export type DraftForm = z.infer<typeof DraftForm>

export const DRAFT_FORM_LABELS: Record<DraftForm, string> = {
  'organisation-registration': '帐号注册',
  materials: '上传材料',
  'engineer-registration': '注册消防工程师帐号注册',
  'engineer-application': '注册申请',
  operator: '消防设施操作员',
  'self-entry': '自主录入',
  project: '执业项目',
  conclusion: '结论性文件',
  label: '维保标签',
}

/**
 * What was typed into a form, as it was typed: `content` is the form's own fields, valid or not. `subject` tells drafts of one form apart
 * (the record's id, or 'new'). Passwords and SMS codes never stand in a draft.
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
