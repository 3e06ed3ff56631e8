import { z } from 'zod'
import { checkPublicPhone, normalisePublicPhone } from '../../../domain/identifiers/phone.ts'
import { LABEL_FIELD_NAMES } from '../../../domain/labels/label-content.ts'
import type { LabelFields } from '../../../domain/labels/label.ts'
import { LABELS_AT_ONCE, type LabelView } from '../../../domain/labels/labels-contract.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import type { Project } from '../../../domain/practice/project.ts'
import { isCalendarDay } from '../../../domain/records/calendar.ts'
import { fieldMessages, type FieldMessages } from '../../../domain/records/field-messages.ts'
import { labelCount } from './label-batch.ts'

/** In the order of the page. */
export const LABEL_FORM_FIELDS = [
  'projectId',
  'building',
  'system',
  'maintainedOn',
  'nextDueOn',
  'contactPhone',
  'templateId',
  'printerId',
  'count',
  'copies',
] as const

export interface LabelInput extends LabelFields {
  printerId: string
  /** '' takes what the project's last label was printed by, see template-choice.ts. */
  templateId: string
  /** One label for each of the chosen buildings and systems, instead of `building` and `system`. */
  isBatch: boolean
  batchBuildings: string[]
  batchSystems: string[]
  count: number
  copies: number
}

/** One label issued, with the job that prints it. */
export interface PrintedLabel {
  label: LabelView
  job: PrintJob
}

export function blankLabel(contactPhone: string, today: string): LabelInput {
  return {
    projectId: '',
    building: '',
    system: '',
    maintainedOn: today,
    nextDueOn: '',
    contactPhone,
    printerId: '',
    templateId: '',
    isBatch: false,
    batchBuildings: [],
    batchSystems: [],
    count: 1,
    copies: 1,
  }
}

/** The input for another project: words of the former one's buildings have no place on this label; an only choice is taken. */
export function forProject(
  input: LabelInput,
  project: (Pick<Project, 'buildings' | 'systems'> & { id: string }) | null,
): LabelInput {
  const only = (items: Project['buildings'] = []) => (items.length === 1 ? (items[0]?.name ?? '') : '')
  return {
    ...input,
    projectId: project?.id ?? '',
    batchBuildings: (project?.buildings ?? []).map(({ name }) => name),
    batchSystems: (project?.systems ?? []).map(({ name }) => name),
    isBatch: false,
    building: only(project?.buildings),
    system: only(project?.systems),
  }
}

const text = z.string().catch('')
const DraftContent = z.object({
  projectId: text,
  building: text,
  system: text,
  maintainedOn: text,
  nextDueOn: text,
  contactPhone: text,
  printerId: text,
  templateId: text,
  isBatch: z.boolean().catch(false),
  batchBuildings: z.array(z.string()).catch([]),
  batchSystems: z.array(z.string()).catch([]),
  count: z.number().int().catch(1),
  copies: z.number().int().catch(1),
})

/** Whatever an older program may have put into a draft. */
export function labelOfDraft(content: Record<string, unknown>): LabelInput {
  return DraftContent.parse(content)
}

export function labelToSend(input: LabelInput): LabelFields {
  return {
    projectId: input.projectId,
    building: input.building.trim(),
    system: input.system.trim(),
    maintainedOn: input.maintainedOn,
    nextDueOn: input.nextDueOn,
    contactPhone: input.contactPhone.trim() === '' ? '' : normalisePublicPhone(input.contactPhone),
  }
}

/** Whether a preview can be asked for: what Order 7 demands of a label is there. */
export function canPreview(input: LabelInput): boolean {
  const nextIsDay = input.nextDueOn === '' || isCalendarDay(input.nextDueOn)
  return input.projectId !== '' && isCalendarDay(input.maintainedOn) && nextIsDay
}

export function labelMessages(input: LabelInput, today: string): FieldMessages<keyof LabelInput> {
  const { contactPhone } = labelToSend(input)
  return fieldMessages({
    projectId: input.projectId === '' ? '请选择执业项目' : null,
    building: input.isBatch ? checkPlaces(input) : checkText(LABEL_FIELD_NAMES.building, input.building, 60),
    system: input.isBatch ? null : checkText(LABEL_FIELD_NAMES.system, input.system, 40),
    maintainedOn: checkMaintainedOn(input.maintainedOn, today),
    nextDueOn: checkNextDueOn(input.nextDueOn, input.maintainedOn),
    contactPhone: contactPhone === '' ? null : checkPhone(contactPhone),
    printerId: input.printerId === '' ? '请选择标签打印机' : null,
    count: checkCount(input),
    copies: input.copies >= 1 && input.copies <= 20 ? null : `每张份数应为 1 至 20，现在是 ${input.copies}`,
  })
}

function checkPlaces({ batchBuildings, batchSystems }: LabelInput): string | null {
  if (batchBuildings.length === 0 && batchSystems.length === 0) return '请选择要打印的建筑/部位或设施系统'
  return (
    batchBuildings.map((name) => checkText(LABEL_FIELD_NAMES.building, name, 60)).find(Boolean) ??
    batchSystems.map((name) => checkText(LABEL_FIELD_NAMES.system, name, 40)).find(Boolean) ??
    null
  )
}

function checkCount(input: LabelInput): string | null {
  if (input.count < 1 || input.count > LABELS_AT_ONCE)
    return `张数应为 1 至 ${LABELS_AT_ONCE}，现在是 ${input.count}`
  const total = labelCount(input)
  return total > LABELS_AT_ONCE ? `一次最多打印 ${LABELS_AT_ONCE} 张，现在共 ${total} 张，请分几次打印` : null
}

function checkText(name: string, value: string, longest: number): string | null {
  const length = Array.from(value.trim()).length
  if (length > longest) return `${name}最长 ${longest} 个字，现在是 ${length} 个`
  return /\d{17}[\dXx]/.test(value) ? `${name}中含有公民身份号码，标签公开张贴，请删去` : null
}

function checkMaintainedOn(day: string, today: string): string | null {
  if (!isCalendarDay(day)) return '请填写维保日期'
  return day > today ? `维保日期不能晚于今天 ${today}` : null
}

function checkNextDueOn(day: string, maintainedOn: string): string | null {
  if (day === '') return null
  if (!isCalendarDay(day)) return '下次维保日期应为存在的日期'
  return day <= maintainedOn ? `下次维保日期应晚于维保日期 ${maintainedOn}` : null
}

function checkPhone(phone: string): string | null {
  return checkPublicPhone(phone)?.replace('公开联系电话', '服务电话') ?? null
}
