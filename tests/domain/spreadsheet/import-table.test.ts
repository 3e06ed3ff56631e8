import { describe, expect, it } from 'vitest'
import { OPERATOR_IMPORT_COLUMNS } from '../../../domain/people/operator-import.ts'
import {
  findHeaderRow,
  matchColumns,
  missingColumns,
  sourceRows,
} from '../../../domain/spreadsheet/import-table.ts'
import type { SheetRows } from '../../../domain/spreadsheet/sheet-cell.ts'

const HEADER = ['序号', ' 姓 名*', '联系电话', '身份证号码（18位）', '证书号', '等级']
const ROWS: SheetRows = [
  ['消防设施操作员花名册'],
  [],
  HEADER,
  ['1', '示例（不会导入）', '', '', '', ''],
  ['2', '林建国', '13812345671', '', '', ''],
  ['', '', '', '', '', ''],
  ['3', '', '', '', '', ''],
]

describe('the header of somebody’s list', () => {
  it('is found below titles and empty rows, by synonyms', () => {
    expect(findHeaderRow(ROWS, OPERATOR_IMPORT_COLUMNS)).toBe(2)
    expect(matchColumns(HEADER, OPERATOR_IMPORT_COLUMNS)).toEqual({
      name: 1,
      mobile: 2,
      idNumber: 3,
      certificateNumber: 4,
      level: 5,
      direction: null,
    })
  })

  it('is not invented where nobody wrote one', () => {
    expect(
      findHeaderRow(
        [
          ['林建国', '13812345671'],
          ['苗佳', '13812345672'],
        ],
        OPERATOR_IMPORT_COLUMNS,
      ),
    ).toBeNull()
  })

  it('follows what somebody chose before', () => {
    const remembered = (title: string) => (title === '档案号' ? 'certificateNumber' : null)
    const places = matchColumns(['档案号', '证书号'], OPERATOR_IMPORT_COLUMNS, remembered)
    expect(places.certificateNumber).toBe(0)
    expect(missingColumns(places, OPERATOR_IMPORT_COLUMNS).map(({ title }) => title)).not.toContain(
      '证书编号',
    )
  })
})

describe('the rows below', () => {
  it('are those with content in a known column, numbered as Excel does', () => {
    const rows = sourceRows(ROWS, 2, matchColumns(HEADER, OPERATOR_IMPORT_COLUMNS))
    expect(rows.map(({ number, cells }) => [number, cells.name])).toEqual([[5, '林建国']])
  })
})
