import { foldAndJoin } from '../identifiers/fold-width.ts'
import {
  cellProblem,
  withoutApostrophe,
  type ImportColumn,
  type SourceRow,
} from '../spreadsheet/import-table.ts'
import { cellText } from '../spreadsheet/sheet-cell.ts'
import {
  OPERATOR_DIRECTION_LABELS,
  OPERATOR_LEVEL_LABELS,
  OPERATOR_QUALIFICATION,
  OperatorDirection,
  OperatorLevel,
} from './levels.ts'
import {
  checkOperator,
  normaliseOperator,
  operatorWarnings,
  type OperatorInput,
  type OperatorMessages,
} from './operator-checks.ts'
import type { OperatorFields } from './operator.ts'

export type OperatorField = keyof OperatorFields
type Texts = Record<OperatorField, string>

const LEVEL_CHOICES = OperatorLevel.options.map((level) => OPERATOR_LEVEL_LABELS[level])
const DIRECTION_CHOICES = OperatorDirection.options.map((direction) => OPERATOR_DIRECTION_LABELS[direction])

/** The manual's columns and what other lists call them. 性别 and 职业资格 follow from the others and are not read. */
export const OPERATOR_IMPORT_COLUMNS: readonly ImportColumn<OperatorField>[] = [
  column('name', '姓名', ['名字', '人员姓名', '操作员姓名', '员工姓名', '名称'], 12),
  {
    ...column(
      'mobile',
      '手机号码',
      ['手机号', '手机', '联系电话', '电话', '联系方式', '移动电话', '电话号码'],
      16,
    ),
    numbersKeepDigits: true,
  },
  column(
    'certificateNumber',
    '证书编号',
    ['证书号', '证书号码', '职业资格证书编号', '资格证书编号', '证号'],
    22,
  ),
  column(
    'idNumber',
    '身份证号',
    ['身份证', '身份证号码', '证件号', '证件号码', '公民身份号码', '居民身份证号码'],
    24,
  ),
  {
    ...column('level', '职业资格等级', ['等级', '级别', '职业等级', '技能等级', '资格等级', '证书等级'], 18),
    numbersKeepDigits: true,
    choices: LEVEL_CHOICES,
  },
  {
    ...column('direction', '职业方向', ['方向', '从业方向', '证书方向', '职业技能方向'], 26),
    required: false,
    choices: DIRECTION_CHOICES,
  },
]

function column(
  field: OperatorField,
  title: string,
  synonyms: readonly string[],
  width: number,
): ImportColumn<OperatorField> {
  return { field, title, synonyms, required: true, numbersKeepDigits: false, width }
}

/** What a template shows in its example row, which is not imported. */
export const OPERATOR_IMPORT_EXAMPLE: Texts = {
  name: '示例（不会导入）',
  mobile: '13800000000',
  certificateNumber: '1234567890412345',
  idNumber: '110101199003070011',
  level: OPERATOR_LEVEL_LABELS.four,
  direction: OPERATOR_DIRECTION_LABELS.monitoring,
}

export interface OperatorRow {
  fields: OperatorInput
  /** Nothing was said of the direction: an operator who is changed keeps his. */
  directionGiven: boolean
  messages: OperatorMessages
  warnings: string[]
  /** Something was put right on the way: blanks, full-width characters, apostrophes, hyphens in numbers. */
  tidied: boolean
}

/** One row of a file as an operator, by the same checks as the form; `on` is the day on which 18 years are asked, today unless given. */
export function readOperatorRow({ cells }: SourceRow<OperatorField>, on?: string): OperatorRow {
  const texts = mapFields((field) => withoutApostrophe(cellText(cells[field])))
  const level = levelOf(texts.level)
  const direction = directionOf(texts.direction)
  const typed = { ...texts, level, direction: direction ?? 'none' }
  const fields = normaliseOperator(typed)
  const messages: OperatorMessages = {
    ...checkOperator(fields, on),
    ...(level === null && texts.level.trim() !== '' ? { level: notAmong(texts.level) } : {}),
    ...(direction === null ? { direction: notAmong(texts.direction) } : {}),
  }
  for (const column of OPERATOR_IMPORT_COLUMNS) {
    const problem = cellProblem(cells[column.field], column)
    if (problem !== null) messages[column.field] = problem
  }
  const tidied = (['name', 'mobile', 'certificateNumber', 'idNumber'] as const).some(
    (field) => cellText(cells[field]) !== fields[field],
  )
  return {
    fields,
    directionGiven: texts.direction.trim() !== '',
    messages,
    warnings: operatorWarnings(fields),
    tidied,
  }
}

/** An operator as a file shows him; `readOperatorRow` reads the same operator out of it. */
export function operatorTexts(fields: OperatorFields): Texts {
  return {
    ...fields,
    level: OPERATOR_LEVEL_LABELS[fields.level],
    direction: OPERATOR_DIRECTION_LABELS[fields.direction],
  }
}

function mapFields(text: (field: OperatorField) => string): Texts {
  return {
    name: text('name'),
    mobile: text('mobile'),
    certificateNumber: text('certificateNumber'),
    idNumber: text('idNumber'),
    level: text('level'),
    direction: text('direction'),
  }
}

const LEVEL_WORDS: Record<OperatorLevel, RegExp> = {
  five: /^(?:[五5]级?|初级工?)$/,
  four: /^(?:[四4]级?|中级工?)$/,
  three: /^(?:[三3]级?|高级工?)$/,
  two: /^(?:[二2]级?|技师)$/,
  one: /^(?:[一1]级?|高级技师)$/,
}

/** 四级/中级, 四级（中级）, 四级, 中级, 中级工, 4; null for anything else, also where the two parts contradict each other. */
function levelOf(text: string): OperatorLevel | null {
  const parts = foldAndJoin(text)
    .replace(OPERATOR_QUALIFICATION, '')
    .split(/[/、()|-]/)
    .filter((part) => part !== '')
  const [found, ...others] = parts.map((part) =>
    OperatorLevel.options.find((level) => LEVEL_WORDS[level].test(part)),
  )
  return found !== undefined && others.every((other) => other === found) ? found : null
}

/** Nothing written means 无. */
function directionOf(text: string): OperatorDirection | null {
  const plain = foldAndJoin(text)
  if (/^(?:|无|-|\/|—)$/.test(plain)) return 'none'
  const monitoring = plain.includes('监控')
  const maintenance = /检测|维修|保养|维保/.test(plain)
  if (monitoring === maintenance) return null
  return monitoring ? 'monitoring' : 'maintenance'
}

function notAmong(text: string): string {
  return `“${text.trim().slice(0, 20)}”不在可选范围，请从列表中选择`
}
