import { InvalidInputError, InvalidSpreadsheetError, readSheet as readCells } from 'read-excel-file/universal'
import { tooManyRows, type SheetCell, type SheetRows } from '../../../domain/spreadsheet/sheet-cell.ts'
import { sheetOddities, type SheetOddities } from './sheet-oddities.ts'
import { refuseSize, SpreadsheetProblem } from './workbook.ts'
import { zipEntries, type ZipEntry } from './zip-entries.ts'

/** What a file of the allowed size may unpack to: many times what 5,000 rows need, far from what would stop the workstation. */
const UNPACKED_BYTES_MAX = 200 * 1024 * 1024
const AN_XLSX_FILE = '请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（*.xlsx）”后再导入'

/**
 * The first sheet of an .xlsx file. Fails with a SpreadsheetProblem. Runs wherever there is a Blob; pages call it through
 * `spreadsheet-jobs.ts`, so that they never stall.
 */
export async function readSheet(file: Blob): Promise<SheetRows> {
  refuseSize(file.size)
  const bytes = new Uint8Array(await file.arrayBuffer())
  const entries = workbookEntries(bytes)
  const rows = await cellsOf(bytes)
  if (rows.length === 0) throw new SpreadsheetProblem('第一张工作表是空的，请把要导入的内容放在第一张工作表')
  const tooMany = tooManyRows(rows)
  if (tooMany !== null) throw new SpreadsheetProblem(tooMany)
  const told = withOddities(rows, await sheetOddities(bytes, entries))
  while (told.length > 0 && told.at(-1)?.every((cell) => cell === '')) told.pop()
  return told
}

function workbookEntries(bytes: Uint8Array): ZipEntry[] {
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new SpreadsheetProblem(
      isEncrypted(bytes)
        ? '文件设有打开密码，请在 Excel 中取消密码（文件 › 信息 › 保护工作簿）后再导入'
        : `这是旧版 .xls 文件，${AN_XLSX_FILE}`,
    )
  }
  const entries = startsWith(bytes, [0x50, 0x4b]) ? zipEntries(bytes) : null
  if (!entries?.some(({ path }) => path === 'xl/workbook.xml')) {
    throw new SpreadsheetProblem(`这不是 Excel 文件，或文件已损坏，${AN_XLSX_FILE}`)
  }
  if (entries.reduce((sum, entry) => sum + entry.bytes, 0) > UNPACKED_BYTES_MAX) {
    throw new SpreadsheetProblem('文件展开后过大，请只保留要导入的工作表，另存为新文件后再导入')
  }
  return entries
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((value, index) => bytes[index] === value)
}

/** Protected workbooks are an old-style container with a stream of this name (MS-OFFCRYPTO). */
function isEncrypted(bytes: Uint8Array): boolean {
  const name = new TextEncoder().encode(Array.from('EncryptedPackage').join('\0'))
  const text = new TextDecoder('latin1').decode(bytes)
  return text.includes(new TextDecoder('latin1').decode(name))
}

async function cellsOf(bytes: Uint8Array<ArrayBuffer>): Promise<SheetRows> {
  try {
    const rows = await readCells<{ digits: string }>(bytes.buffer, {
      trim: false,
      parseNumber: (digits) => ({ digits }),
    })
    return rows.map((row) => row.map(toCell))
  } catch (error) {
    throw toProblem(error)
  }
}

function toCell(value: unknown): SheetCell {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return errorText(value) ?? value
  if (typeof value === 'boolean') return { kind: 'boolean', text: value ? 'TRUE' : 'FALSE' }
  if (value instanceof Date) return { kind: 'date', text: value.toISOString().slice(0, 10) }
  // Safe: the only objects among the cells are those that `parseNumber` makes.
  return { kind: 'number', text: numberText((value as { digits: string }).digits) }
}

function errorText(value: string): SheetCell | null {
  return /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|SPILL!)$/.test(value)
    ? { kind: 'error', text: value }
    : null
}

/** As a person would write the number: 1.3812345671E10 is 13812345671. */
function numberText(digits: string): string {
  const number = Number(digits)
  return Number.isSafeInteger(number) ? String(number) : digits
}

function withOddities(rows: SheetRows, { formulas, merged }: SheetOddities): SheetRows {
  for (const { row, column } of formulas) {
    const cells = rows[row]
    if (cells && (cells[column] ?? '') === '') put(cells, column, { kind: 'formula', text: '' })
  }
  for (const { top, left, bottom, right } of merged) {
    for (const [offset, cells] of rows.slice(top, bottom + 1).entries()) {
      const last = Math.min(right, cells.length - 1)
      for (let column = left; column <= last; column += 1) {
        if (offset > 0 || column > left) put(cells, column, { kind: 'merged', text: '' })
      }
    }
  }
  return rows
}

function put(cells: SheetCell[], column: number, cell: SheetCell): void {
  while (cells.length < column) cells.push('')
  cells[column] = cell
}

function toProblem(error: unknown): unknown {
  if (error instanceof InvalidInputError) {
    return new SpreadsheetProblem(`这不是 Excel 文件，或文件已损坏，${AN_XLSX_FILE}`)
  }
  if (error instanceof InvalidSpreadsheetError) {
    const place = /row (\d+), col (\d+)/.exec(error.message)
    return new SpreadsheetProblem(
      place
        ? `第 ${place[1] ?? ''} 行第 ${place[2] ?? ''} 列的单元格读不出来（可能是没有算出结果的公式），请改为文字后再导入`
        : `文件内容不完整，请在 Excel 中打开并重新保存后再导入`,
    )
  }
  return error
}
