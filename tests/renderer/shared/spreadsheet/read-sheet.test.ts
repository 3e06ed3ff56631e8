// @vitest-environment node
import { describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/universal'
import { readSheet } from '../../../../renderer/shared/spreadsheet/read-sheet.ts'
import { writeWorkbook } from '../../../../renderer/shared/spreadsheet/write-workbook.ts'

const textOf = (texts: string[]) => texts.map((value) => ({ value, type: String, format: '@' }))

describe('a spreadsheet file', () => {
  it('comes back as it was written, every cell as text', async () => {
    const rows = [
      ['320102199001010118', '𠮷野', '<&">'],
      ['007', '', '=1+1'],
    ]
    const columns = ['甲', '乙', '丙'].map((title) => ({ title, width: 10 }))
    const [header, ...read] = await readSheet(await writeWorkbook([{ name: '表', columns, rows }]))
    expect(header).toEqual(['甲', '乙', '丙'])
    expect(read).toEqual(rows)
  })

  it('says what is no text: numbers, dates, formulas without a result, merged cells', async () => {
    const file = await writeXlsxFile([
      textOf(['号码', '日期', '公式', '合并', '并入']),
      [
        { value: 13812345671, type: Number },
        { value: new Date('1990-01-02T00:00:00Z'), type: Date, format: 'yyyy-mm-dd' },
        { value: '=A2', type: 'Formula' },
        { value: '一格', type: String, columnSpan: 2 },
        null,
      ],
    ]).toBlob()
    const [, row] = await readSheet(file)
    expect(row).toEqual([
      { kind: 'number', text: '13812345671' },
      { kind: 'date', text: '1990-01-02' },
      { kind: 'formula', text: '' },
      '一格',
      { kind: 'merged', text: '' },
    ])
  })

  it('keeps the digits that the file has, and tells a number that lost some', async () => {
    const file = await writeXlsxFile([textOf(['号']), [{ value: 320102199001010118, type: Number }]]).toBlob()
    const [, row] = await readSheet(file)
    expect(row?.[0]).toMatchObject({ kind: 'number' })
  })
})

describe('a file that is none', () => {
  const refusal = (parts: BlobPart[]) => readSheet(new Blob(parts)).catch((error: unknown) => String(error))

  it('is refused with words that say what to do', async () => {
    expect(await refusal([])).toContain('文件是空的')
    expect(await refusal(['姓名,电话\n'])).toContain('这不是 Excel 文件')
    expect(await refusal([new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3])])).toContain('已损坏')
    const old = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    expect(await refusal([old])).toContain('旧版 .xls 文件')
    const locked = Array.from('EncryptedPackage').join('\0')
    expect(await refusal([old, locked])).toContain('取消密码')
    expect(await refusal([new Uint8Array(40 * 1024 * 1024)])).toContain('不能超过 10 MB，现在是 40 MB')
  })

  it('is refused with too many rows or none', async () => {
    const columns = [{ title: '姓名', width: 10 }]
    const many = await writeWorkbook([
      { name: '表', columns, rows: Array.from({ length: 5100 }, (_, index) => [String(index)]) },
    ])
    expect(await refusal([many])).toContain('最多导入 5000 行')
    const none = await writeXlsxFile([[null]]).toBlob()
    expect(await refusal([none])).toContain('第一张工作表是空的')
  })
})
