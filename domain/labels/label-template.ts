import type { LabelField } from './label-content.ts'
import type { LabelSize } from './label-size.ts'

export type RowField = Extract<
  LabelField,
  'organisationName' | 'projectLeader' | 'maintainedOn' | 'nextDueOn' | 'building' | 'system' | 'contactPhone'
>

/**
 * How the default label is arranged on one size of paper. No standard prescribes a layout (Order 7, Art. 14, names only
 * what must stand on the label), so this one is our own: heading, the organisation across the whole width, the other
 * rows at the left, QR code and serial at the right.
 */
export type LabelTemplate = {
  /** For paper at least this large. */
  widthMm: number
  heightMm: number
  title: string
  titleMm: number
  /** `top` across the label over a rule; `column` above the rows, where the organisation itself is the heading. */
  titlePlace: 'top' | 'column'
  /** Rows across the whole width; the organisation always is one. */
  wideRows: readonly RowField[]
  columnRows: readonly RowField[]
  /** Names before the values, or above them where the column is too narrow. */
  namePlace: 'before' | 'above'
  names: Record<RowField, string>
  /** Height of the values' characters when everything fits; they shrink together down to `SMALLEST_TEXT_MM`. */
  textMm: number
  /** Side of the QR symbol aimed at, without its white border. */
  codeMm: number
  serialMm: number
}

/** 20 dots at 203 dpi: below this dense characters blot. */
export const SMALLEST_TEXT_MM = 2.5
export const MARGIN_MM = 2
/** White around a QR symbol by ISO/IEC 18004, in modules. */
export const QUIET_MODULES = 4

/** When rows cannot all stand even at the smallest text, they leave in this order; what Order 7 demands never does. */
export const LEAVING_ORDER: readonly RowField[] = ['contactPhone', 'system', 'building', 'nextDueOn']

const FULL_TITLE = '消防设施维护保养标签'
const SHORT_TITLE = '维保标签'

const FULL_NAMES: Record<RowField, string> = {
  organisationName: '机构名称',
  projectLeader: '项目负责人',
  maintainedOn: '维保日期',
  nextDueOn: '下次维保',
  building: '建筑部位',
  system: '设施系统',
  contactPhone: '服务电话',
}
const SHORT_NAMES: Record<RowField, string> = {
  organisationName: '机构',
  projectLeader: '负责人',
  maintainedOn: '维保',
  nextDueOn: '下次',
  building: '部位',
  system: '系统',
  contactPhone: '电话',
}

const COLUMN_ROWS: readonly RowField[] = [
  'projectLeader',
  'maintainedOn',
  'nextDueOn',
  'system',
  'building',
  'contactPhone',
]
const COLUMN_WITHOUT_BUILDING = COLUMN_ROWS.filter((field) => field !== 'building')

const roomy = {
  title: FULL_TITLE,
  titlePlace: 'top',
  namePlace: 'before',
  names: FULL_NAMES,
} as const
const tight = {
  title: SHORT_TITLE,
  titlePlace: 'column',
  wideRows: ['organisationName'],
  columnRows: COLUMN_ROWS,
} as const

/** Smallest first. */
const TEMPLATES: readonly [LabelTemplate, ...LabelTemplate[]] = [
  {
    ...tight,
    widthMm: 40,
    heightMm: 30,
    titleMm: 3,
    namePlace: 'above',
    names: FULL_NAMES,
    textMm: 2.5,
    codeMm: 20,
    serialMm: 2.5,
  },
  {
    ...tight,
    widthMm: 50,
    heightMm: 30,
    titleMm: 3,
    namePlace: 'before',
    names: SHORT_NAMES,
    textMm: 3,
    codeMm: 20,
    serialMm: 2.5,
  },
  {
    ...roomy,
    widthMm: 60,
    heightMm: 40,
    titleMm: 4.5,
    wideRows: ['organisationName'],
    columnRows: COLUMN_ROWS,
    textMm: 3,
    codeMm: 20,
    serialMm: 2.5,
  },
  {
    ...roomy,
    widthMm: 70,
    heightMm: 50,
    titleMm: 5,
    wideRows: ['organisationName', 'building'],
    columnRows: COLUMN_WITHOUT_BUILDING,
    textMm: 3.5,
    codeMm: 20,
    serialMm: 2.75,
  },
  {
    ...roomy,
    widthMm: 80,
    heightMm: 60,
    titleMm: 6,
    wideRows: ['organisationName', 'building'],
    columnRows: COLUMN_WITHOUT_BUILDING,
    textMm: 4,
    codeMm: 26.5,
    serialMm: 3.25,
  },
  {
    ...roomy,
    widthMm: 100,
    heightMm: 70,
    titleMm: 7.5,
    wideRows: ['organisationName', 'building'],
    columnRows: COLUMN_WITHOUT_BUILDING,
    textMm: 4.75,
    codeMm: 33,
    serialMm: 4,
  },
]

/** The default template for the paper: that of the largest preset that fits on it, else the smallest. */
export function labelTemplate(size: LabelSize): LabelTemplate {
  const fitting = TEMPLATES.filter(
    (template) => template.widthMm <= size.widthMm && template.heightMm <= size.heightMm,
  )
  return fitting.at(-1) ?? TEMPLATES[0]
}
