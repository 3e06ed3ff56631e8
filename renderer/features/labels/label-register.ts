import { chinaDay } from '../../../domain/records/calendar.ts'
import type { Role } from '../../../domain/accounts/role.ts'
import type { LabelPrint, LabelPrintKind } from '../../../domain/labels/label-print.ts'
import type { LabelView } from '../../../domain/labels/labels-contract.ts'
import type { ExportColumn } from '../../shared/components/export-column.ts'
import { dayTimeText } from '../../shared/records/date-text.ts'
import { STANDARD_NAME } from './template-choice.ts'

/** What the register can be narrowed to besides words and projects. */
export const LABEL_STATES = ['all', 'valid', 'due', 'unprinted', 'withdrawn'] as const
export type LabelState = (typeof LABEL_STATES)[number]

export const LABEL_STATE_NAMES: Record<LabelState, string> = {
  all: '全部状态',
  valid: '未作废',
  due: '已过下次维保日期',
  unprinted: '未打印',
  withdrawn: '已作废',
}

export function isInState(
  { withdrawn, prints, nextDueOn }: Pick<LabelView, 'withdrawn' | 'prints' | 'nextDueOn'>,
  state: LabelState,
  today: string = chinaDay(),
): boolean {
  switch (state) {
    case 'all':
      return true
    case 'withdrawn':
      return withdrawn !== null
    case 'valid':
      return withdrawn === null
    case 'unprinted':
      return withdrawn === null && prints.length === 0
    case 'due':
      return withdrawn === null && nextDueOn !== '' && nextDueOn < today
  }
}

/** 标准版式, or the template's name and revision at the time. */
export function templateText({ template }: { template?: LabelView['template'] }): string {
  return template ? `${template.name}（第 ${String(template.revision)} 版）` : STANDARD_NAME
}

const KIND_NAMES: Record<LabelPrintKind, string> = { first: '打印', reprint: '重打', file: '另存' }
const ROLE_NAMES: Record<Role, string> = {
  organisation: '消防技术服务机构',
  engineer: '注册消防工程师',
  authority: '消防救援机构',
}

/** Prints that an older program registered say less: '—' for what they do not. */
export function printKindText({ kind }: LabelPrint): string {
  return kind === undefined ? '—' : KIND_NAMES[kind]
}

export function printOutcomeText({ outcome }: LabelPrint): string {
  return outcome === 'confirmed' ? '已打印' : '已送达打印机'
}

/** The person and his role. */
export function printedByText({ by }: LabelPrint): string {
  return by ? `${by.name}（${ROLE_NAMES[by.role]} ${by.account}）` : '—'
}

export function printTemplateText({ template }: LabelPrint): string {
  return template === undefined ? '—' : templateText({ template: template ?? undefined })
}

/** The register as a sheet: one row a label, every print and reprint in it. */
export function registerColumns(projectName: (id: string) => string): ExportColumn<LabelView>[] {
  return [
    { title: '编号', width: 16, text: ({ serial }) => serial },
    { title: '执业项目', width: 32, text: ({ projectId }) => projectName(projectId) },
    { title: '建筑/部位', width: 24, text: ({ building }) => building },
    { title: '设施系统', width: 24, text: ({ system }) => system },
    { title: '项目负责人', width: 12, text: ({ projectLeader }) => projectLeader },
    { title: '维保日期', width: 12, text: ({ maintainedOn }) => maintainedOn },
    { title: '下次维保日期', width: 14, text: ({ nextDueOn }) => nextDueOn },
    { title: '签发时间', width: 18, text: ({ issuedAt }) => dayTimeText(issuedAt) },
    { title: '标签模板', width: 24, text: templateText },
    { title: '打印次数', width: 10, text: ({ prints }) => String(prints.length) },
    {
      title: '打印',
      width: 60,
      text: ({ prints }) =>
        prints
          .map((print) =>
            [
              dayTimeText(print.at),
              printKindText(print),
              print.printer,
              `${String(print.copies)} 份`,
              printOutcomeText(print),
              printedByText(print),
              printTemplateText(print),
            ]
              .filter((text) => text !== '—')
              .join(' '),
          )
          .join('；'),
    },
    { title: '作废时间', width: 18, text: ({ withdrawn }) => (withdrawn ? dayTimeText(withdrawn.at) : '') },
    { title: '作废原因', width: 30, text: ({ withdrawn }) => withdrawn?.reason ?? '' },
  ]
}
