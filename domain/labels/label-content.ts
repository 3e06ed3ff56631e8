import { z } from 'zod'

/** A label hangs in public: no citizen's identity number may stand on it (rules.md §4). */
const CITIZEN_ID = /\d{17}[\dXx]/

const text = (name: string, longest: number) =>
  z
    .string()
    .trim()
    .max(longest, `${name}不得超过 ${longest} 个字`)
    .refine((value) => !CITIZEN_ID.test(value), `${name}中含有公民身份号码，标签公开张贴，请删去`)
const required = (name: string, longest: number) => text(name, longest).min(1, `请填写${name}`)
const date = (name: string) => z.iso.date(`${name}应为年-月-日，例如 2026-11-22`)

/**
 * What stands on a maintenance label. Organisation, project leader and maintenance date are what Order 7 of the
 * Ministry of Emergency Management, Art. 14, demands; serial and QR code are ours and always there; the rest is optional, '' when left out.
 */
export const LabelContent = z.object({
  organisationName: required('机构名称', 60),
  projectLeader: required('项目负责人', 20),
  maintainedOn: date('维保日期'),
  nextDueOn: z.union([z.literal(''), date('下次维保日期')]),
  building: text('建筑/部位', 60),
  system: text('设施系统', 40),
  contactPhone: text('服务电话', 20),
  serial: required('编号', 20),
  qrText: z.string().min(1, '标签缺少二维码内容').max(300, '二维码内容不得超过 300 个字符'),
})
export type LabelContent = z.infer<typeof LabelContent>

export type LabelField = keyof LabelContent

/** The fields' names in forms and messages. */
export const LABEL_FIELD_NAMES: Record<LabelField, string> = {
  organisationName: '机构名称',
  projectLeader: '项目负责人',
  maintainedOn: '维保日期',
  nextDueOn: '下次维保日期',
  building: '建筑/部位',
  system: '设施系统',
  contactPhone: '服务电话',
  serial: '编号',
  qrText: '二维码',
}

/** What the user is told before a label is printed that does not show all its content as given. */
export const LabelProblem = z.object({
  kind: z.enum(['shortened', 'left-out', 'missing-character', 'small-code']),
  field: LabelContent.keyof(),
  /** Chinese, says what to do. */
  message: z.string(),
})
export type LabelProblem = z.infer<typeof LabelProblem>
