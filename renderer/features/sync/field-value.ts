import { maskPersonalNumber, maskPhone } from '../../../domain/identifiers/mask.ts'
import {
  ENGINEER_LEVEL_LABELS,
  ENGINEER_POSITION_LABELS,
  OPERATOR_DIRECTION_LABELS,
  OPERATOR_LEVEL_LABELS,
} from '../../../domain/people/levels.ts'
import { elementName } from '../../../domain/labels/design/element-name.ts'
import { DesignElement } from '../../../domain/labels/design/label-design.ts'
import { PROJECT_TYPE_LABELS } from '../../../domain/practice/project.ts'
import type { RecordType } from '../../../domain/records/records.ts'
import { regionText } from '../../../domain/regions/regions.ts'
import { dayTimeText } from '../../shared/records/date-text.ts'

/** One thing of a list: a building, a system, a person. */
export interface Item {
  id: string
  text: string
}

/** A field's value as it may be shown. A personal number comes masked, with the whole of it for whoever asks and is recorded. */
export type FieldValue =
  | { kind: 'text'; text: string }
  | { kind: 'personal'; masked: string; full: string; field: 'idNumber' | 'mobile' }
  | { kind: 'items'; items: Item[] }

/** Names of what records only point to. */
export interface Names {
  person: (id: string) => string
  project: (id: string) => string
}

const WORDS: Partial<Record<RecordType, Record<string, Readonly<Record<string, string>>>>> = {
  operator: { level: OPERATOR_LEVEL_LABELS, direction: OPERATOR_DIRECTION_LABELS },
  engineer: { level: ENGINEER_LEVEL_LABELS, position: ENGINEER_POSITION_LABELS },
  project: { type: PROJECT_TYPE_LABELS },
  label: { outcome: { sent: '已发送', confirmed: '已打印' } },
}
const PEOPLE = new Set(['technicalLeaderId', 'projectLeaderId'])

/** What a record's field holds, in words; an empty text where it holds nothing. */
export function fieldValue(recordType: RecordType, field: string, value: unknown, names: Names): FieldValue {
  if (typeof value === 'string') return ofText(recordType, field, value, names)
  if (Array.isArray(value)) return ofList(field, value, names)
  return text(plainText(value))
}

function ofText(recordType: RecordType, field: string, value: string, names: Names): FieldValue {
  if (value === '') return text('')
  if (field === 'idNumber') return personal(field, value, maskPersonalNumber)
  if (field === 'mobile') return personal(field, value, maskPhone)
  if (PEOPLE.has(field)) return text(names.person(value))
  if (field === 'projectId') return text(names.project(value))
  if (field.endsWith('Sha256')) return text(`文件 ${value.slice(0, 8)}`)
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return text(dayTimeText(value))
  return text(WORDS[recordType]?.[field]?.[value] ?? value)
}

function ofList(field: string, values: readonly unknown[], names: Names): FieldValue {
  if (field === 'regionCodes') return text(regionText(values.map(String)))
  return {
    kind: 'items',
    items: values.map((value, index) => {
      if (typeof value === 'string') return { id: value, text: names.person(value) }
      const item = isFields(value) ? value : {}
      const id = typeof item['id'] === 'string' ? item['id'] : String(index)
      const element = DesignElement.safeParse(value)
      if (element.success) return { id, text: elementText(element.data) }
      return { id, text: typeof item['name'] === 'string' ? item['name'] : plainText(value) }
    }),
  }
}

/** An element of a label template, with its place: what two people changed of it most. */
function elementText(element: DesignElement): string {
  const { xMm, yMm, widthMm, heightMm } = element
  return `${elementName(element)}（左 ${xMm}，上 ${yMm}，宽 ${widthMm}，高 ${heightMm} mm）`
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number' || typeof value === 'string') return String(value)
  if (isFields(value)) return Object.values(value).map(plainText).filter(Boolean).join('，')
  return Array.isArray(value) ? value.map(plainText).join('、') : ''
}

const text = (shown: string): FieldValue => ({ kind: 'text', text: shown })

function personal(field: 'idNumber' | 'mobile', full: string, mask: (full: string) => string): FieldValue {
  return { kind: 'personal', field, full, masked: full.includes('*') ? full : mask(full) }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
