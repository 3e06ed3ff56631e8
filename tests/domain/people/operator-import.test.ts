import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { OperatorDirection, OperatorLevel } from '../../../domain/people/levels.ts'
import {
  OPERATOR_IMPORT_COLUMNS,
  operatorTexts,
  readOperatorRow,
  type OperatorField,
} from '../../../domain/people/operator-import.ts'
import type { OperatorFields } from '../../../domain/people/operator.ts'
import type { SheetCell } from '../../../domain/spreadsheet/sheet-cell.ts'
import { madeCitizenId } from '../../support/made-identifiers.ts'

const GOOD: Record<OperatorField, SheetCell> = {
  name: '林建国',
  mobile: '13812345671',
  certificateNumber: '1234567890412345',
  idNumber: madeCitizenId('19900101', 11),
  level: '四级/中级',
  direction: '',
}
const read = (cells: Partial<Record<OperatorField, SheetCell>>) =>
  readOperatorRow({ number: 2, cells: { ...GOOD, ...cells } }, '2026-11-22')

const anyOperator: fc.Arbitrary<OperatorFields> = fc.record({
  name: fc.stringMatching(/^[一-龥]{2,8}$/),
  mobile: fc.stringMatching(/^1[3-9]\d{9}$/),
  idNumber: fc
    .tuple(
      fc.integer({ min: 1950, max: 2005 }),
      fc.integer({ min: 1, max: 28 }),
      fc.integer({ min: 0, max: 999 }),
    )
    .map(([year, day, order]) => madeCitizenId(`${String(year)}03${String(day).padStart(2, '0')}`, order)),
  certificateNumber: fc.stringMatching(/^(No)?\d{6,16}$/),
  level: fc.constantFrom(...OperatorLevel.options),
  direction: fc.constantFrom(...OperatorDirection.options),
})

describe('a row of somebody’s list', () => {
  it('is the same operator again that was exported', () => {
    fc.assert(
      fc.property(anyOperator, (operator) => {
        const row = readOperatorRow({ number: 2, cells: operatorTexts(operator) }, '2026-11-22')
        expect(row.messages).toEqual({})
        expect(row.fields).toEqual(operator)
        expect(row.tidied).toBe(false)
      }),
    )
  })

  it('is the same operator whatever blanks, widths and apostrophes stand round the numbers', () => {
    const wide = (text: string) =>
      Array.from(text, (character) =>
        /[0-9A-Za-z]/.test(character)
          ? String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0)
          : character,
      ).join('')
    fc.assert(
      fc.property(anyOperator, fc.constantFrom("'", '’', ''), (operator, mark) => {
        const texts = operatorTexts(operator)
        const cells = {
          ...texts,
          name: ` ${texts.name.slice(0, 1)}　${texts.name.slice(1)} `,
          idNumber: mark + wide(texts.idNumber),
          mobile: `${texts.mobile.slice(0, 3)} ${texts.mobile.slice(3, 7)}-${texts.mobile.slice(7)}`,
        }
        const row = readOperatorRow({ number: 2, cells }, '2026-11-22')
        expect(row.fields).toEqual(operator)
        expect(row.tidied).toBe(true)
      }),
    )
  })

  it('is never given digits that a number has lost', () => {
    const number: SheetCell = { kind: 'number', text: '320102199001010000' }
    expect(read({ idNumber: number }).messages.idNumber).toContain('请将该列设为文本')
    expect(read({ certificateNumber: { kind: 'number', text: '1234567890412345' } }).messages).toHaveProperty(
      'certificateNumber',
    )
    expect(read({ mobile: { kind: 'number', text: '13812345671' } }).messages).toEqual({})
  })

  it('says what is wrong with dates, formulas, errors and merged cells', () => {
    expect(read({ name: { kind: 'date', text: '1990-01-01' } }).messages.name).toContain(
      '日期格式（1990-01-01）',
    )
    expect(read({ mobile: { kind: 'formula', text: '' } }).messages.mobile).toContain('公式')
    expect(read({ level: { kind: 'error', text: '#N/A' } }).messages.level).toContain('#N/A')
    expect(read({ level: { kind: 'merged', text: '' } }).messages.level).toContain('取消合并')
  })

  it('knows the levels by all of their names, and refuses two that contradict each other', () => {
    const levelOf = (text: string) => read({ level: text }).fields.level
    expect(['四级', '中级工', '四级（中级）', '４', '消防设施操作员四级/中级'].map(levelOf)).toEqual(
      Array(5).fill('four'),
    )
    expect(['一级/高级技师', '高级技师', '高级'].map(levelOf)).toEqual(['one', 'one', 'three'])
    expect(read({ level: '四级/高级' }).messages.level).toContain('不在可选范围')
    expect(read({ level: '' }).messages.level).toBe('请选择职业资格等级')
  })

  it('knows the directions by their words; nothing written is none', () => {
    const directionOf = (text: string) => read({ direction: text }).fields.direction
    expect(['', '无', '监控', '维保', '消防设施检测维修保养'].map(directionOf)).toEqual([
      'none',
      'none',
      'monitoring',
      'maintenance',
      'maintenance',
    ])
    expect(read({ direction: '检测维保、监控' }).messages.direction).toContain('不在可选范围')
  })

  it('belongs to columns of which only the direction may be missing', () => {
    expect(OPERATOR_IMPORT_COLUMNS.filter(({ required }) => !required).map(({ field }) => field)).toEqual([
      'direction',
    ])
  })
})
