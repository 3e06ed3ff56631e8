import { beforeEach, describe, expect, it } from 'vitest'
import { effectScope } from 'vue'
import { operatorTexts } from '../../../../domain/people/operator-import.ts'
import type { OperatorFields } from '../../../../domain/people/operator.ts'
import type { SheetCell, SheetRows } from '../../../../domain/spreadsheet/sheet-cell.ts'
import { bridge } from '../../../support/installed-bridge.ts'
import { madeCitizenId } from '../../../support/made-identifiers.ts'
import { OPERATOR_IMPORT } from '../../../../renderer/features/people/operator-import-kind.ts'
import { useImport, type Import } from '../../../../renderer/shared/components/use-import.ts'
import type { OperatorField } from '../../../../domain/people/operator-import.ts'

const HEADER = ['姓名', '手机号码', '身份证号', '证书编号', '职业资格等级', '职业方向']

function person(index: number, changes: Partial<Record<OperatorField, SheetCell>> = {}): SheetCell[] {
  const fields: OperatorFields = {
    name: '林建国',
    mobile: '13812345671',
    idNumber: madeCitizenId(`19${String(60 + Math.floor(index / 900))}0101`, index % 900),
    certificateNumber: `No${String(index).padStart(8, '0')}`,
    level: 'four',
    direction: 'none',
  }
  const { name, mobile, idNumber, certificateNumber, level, direction } = {
    ...operatorTexts(fields),
    ...changes,
  }
  return [name, mobile, idNumber, certificateNumber, level, direction]
}

/** Every kind of defect that issue 4 names, among good rows; 5,000 rows in all. */
function defectiveFile(): SheetRows {
  const number: SheetCell = { kind: 'number', text: '320102199001010000' }
  const bad: SheetCell[][] = [
    person(1, { idNumber: number }),
    person(2, { certificateNumber: number }),
    person(3, { name: { kind: 'date', text: '1990-01-01' } }),
    person(4, { mobile: { kind: 'formula', text: '' } }),
    person(5, { level: { kind: 'merged', text: '' } }),
    person(6, { level: '中级消防员' }),
    person(7, { mobile: '1381234' }),
    person(8, { idNumber: '320102199013010118' }),
    person(9, { level: { kind: 'error', text: '#N/A' } }),
    person(20, { certificateNumber: 'No00009999' }),
  ]
  const good = Array.from({ length: 4980 }, (_, index) => person(20 + index))
  const wide = person(5001, { mobile: '１３８１２３４５６７１', name: ' 林 建国' })
  return [['2026 年操作员花名册'], [], HEADER, ...good, ...bad, [], wide]
}

describe('an import of 5,000 rows with every defect', () => {
  let wizard: Import<OperatorField>
  beforeEach(() => {
    localStorage.clear()
    bridge.calls.length = 0
    bridge.answer('people.matchOperators', ({ people }: { people: { idNumber: string }[] }) =>
      people.map(({ idNumber }) => ({
        byIdNumber: idNumber === person(21)[2] ? { operatorId: 'op-21', name: '林建国' } : null,
        byCertificate: null,
      })),
    )
    bridge.answer('people.saveOperators', ({ entries }: { entries: unknown[] }) => ({
      batchId: 'batch',
      added: entries.length,
      changed: 0,
      undoUntil: '2099-01-01T00:00:00.000Z',
    }))
    bridge.answer('people.undoOperatorBatch', null)
    wizard = effectScope().run(() => useImport(OPERATOR_IMPORT, 'operator-import')) ?? expect.fail()
  })

  async function matched(): Promise<void> {
    await expect.poll(() => wizard.duplicates.value.length).toBe(1)
  }

  it('finds the header below a title, takes the good rows and explains the others', async () => {
    wizard.take(defectiveFile(), '花名册.xlsx')
    await matched()
    expect(wizard.content.value.step).toBe('check')
    expect(wizard.content.value.headerRow).toBe(2)
    expect(wizard.toMend.value).toHaveLength(10)
    expect(
      wizard.toMend.value.every(({ problems }) => Object.values(problems).every((text) => text !== '')),
    ).toBe(true)
    expect(wizard.ready.value).toHaveLength(4980)
    expect(wizard.count.value).toBe(4980)
  })

  it('writes the good rows in one call and keeps the others to be mended', async () => {
    wizard.take(defectiveFile(), '花名册.xlsx')
    await matched()
    expect(await wizard.save()).toBe(true)
    const saves = bridge.calls.filter(({ method }) => method === 'people.saveOperators')
    expect(saves).toHaveLength(1)
    expect(wizard.batch.value).toMatchObject({ added: 4980, skipped: 1 })
    expect(wizard.rows.value).toHaveLength(11)
    expect(await wizard.undo()).toBe(true)
    expect(wizard.rows.value).toHaveLength(4991)
  })

  it('takes a row once it is mended in place, and one that repeats another once that is left out', async () => {
    wizard.take(defectiveFile(), '花名册.xlsx')
    await matched()
    const short = wizard.toMend.value.find(({ problems }) => problems.mobile?.includes('11 位') === true)
    wizard.edit(short?.number ?? 0, 'mobile', '13800138000')
    expect(wizard.toMend.value).toHaveLength(9)
    const double = wizard.toMend.value.find(
      ({ problems }) => problems.idNumber?.includes('行的身份证号相同') === true,
    )
    wizard.leaveOut([double?.number ?? 0], true)
    expect(wizard.toMend.value).toHaveLength(8)
  })

  it('updates whoever is known already only when it is told to', async () => {
    wizard.take(defectiveFile(), '花名册.xlsx')
    await matched()
    wizard.set({ duplicates: 'update' })
    expect(wizard.count.value).toBe(4981)
    wizard.set({ duplicates: 'each' })
    expect(wizard.count.value).toBe(4980)
    wizard.choose(wizard.duplicates.value[0]?.number ?? 0, true)
    expect(wizard.count.value).toBe(4981)
  })

  it('is the same again out of its draft, with the cell that was being typed into', async () => {
    wizard.take(defectiveFile(), '花名册.xlsx')
    await matched()
    const first = wizard.toMend.value[0]?.number ?? 0
    wizard.type(first, 'name', '苗佳')
    const kept: unknown = JSON.parse(JSON.stringify(wizard.content.value))
    const again = effectScope().run(() => useImport(OPERATOR_IMPORT, 'operator-import')) ?? expect.fail()
    // Safe: a draft's content is the object that was saved.
    again.restore(kept as Record<string, unknown>)
    expect(again.rows.value.find(({ number }) => number === first)?.texts.name).toBe('苗佳')
    expect(again.rows.value).toHaveLength(4991)
  })

  it('asks for columns that it does not know, and remembers the answer without keeping the words', () => {
    const unknown = ['全称', ...HEADER.slice(1)]
    wizard.take([unknown, person(1)], '一.xlsx')
    expect(wizard.content.value.step).toBe('columns')
    expect(wizard.missing.value.map(({ title }) => title)).toEqual(['姓名'])
    wizard.place('name', 0)
    wizard.acceptColumns()
    expect(JSON.stringify(Object.entries(localStorage))).not.toContain('全称')
    wizard.take([unknown, person(1)], '二.xlsx')
    expect(wizard.content.value.step).toBe('check')
  })

  it('takes every row of a long sheet with blank rows between, and refuses one with too many people before anything is lost', () => {
    const people = Array.from({ length: 3000 }, (_, index) => [person(index), []]).flat()
    wizard.take([HEADER, ...people], '隔行.xlsx')
    expect(wizard.rows.value).toHaveLength(3000)
    wizard.take([HEADER, ...Array.from({ length: 5021 }, (_, index) => person(index))], '从剪贴板粘贴')
    expect(wizard.failure.value?.message).toBe('一次最多导入 5000 行，现在有 5022 行，请分成几次导入')
    expect(wizard.rows.value).toHaveLength(3000)
  })

  it('keeps what was typed into a cell that scrolled away, and what was mended when another column is placed', async () => {
    wizard.take(defectiveFile(), '花名册.xlsx')
    await matched()
    const [one, two] = wizard.toMend.value.map(({ number }) => number)
    wizard.type(one ?? 0, 'name', '苗佳')
    wizard.edit(two ?? 0, 'mobile', '13800138000')
    wizard.leaveOut([two ?? 0], true)
    wizard.type(one ?? 0, 'mobile', '13700137000')
    wizard.type(two ?? 0, 'name', '雷震宇')
    wizard.endTyping()
    const kept = {
      [one ?? 0]: { name: '苗佳', mobile: '13700137000' },
      [two ?? 0]: { name: '雷震宇', mobile: '13800138000' },
    }
    expect(wizard.content.value.edits).toMatchObject(kept)
    wizard.place('direction', null)
    expect(wizard.content.value).toMatchObject({ edits: kept, leftOut: [two] })
    wizard.place('mobile', null)
    expect(wizard.content.value.edits[String(one)]).toEqual({ name: '苗佳' })
  })

  it('takes back its last batch only', async () => {
    wizard.take(defectiveFile(), '花名册.xlsx')
    await matched()
    await wizard.save()
    const short = wizard.toMend.value.find(({ problems }) => problems.mobile?.includes('11 位') === true)
    wizard.edit(short?.number ?? 0, 'mobile', '13800138000')
    expect(await wizard.save()).toBe(true)
    expect(wizard.content.value.imported).toHaveLength(4981)
    expect(await wizard.undo()).toBe(true)
    expect(wizard.content.value.imported).toHaveLength(4980)
    expect(wizard.rows.value.map(({ number }) => number)).toContain(short?.number)
  })
})
