/**
 * One cell of a spreadsheet file as it was read. Text is itself; everything else says what it is, because a number may have lost digits
 * (Excel keeps 15 of them) and only the column's own rule knows whether that matters.
 */
export type SheetCell = string | { kind: SheetCellKind; text: string }

/**
 * `merged`: not the first cell of a merged area, so it holds nothing. `formula`: one whose result is not in the file.
 * Dates are `YYYY-MM-DD`, errors what Excel shows (#N/A).
 */
export type SheetCellKind = 'number' | 'date' | 'boolean' | 'error' | 'formula' | 'merged'

/** The rows of one sheet; the first one is row 1 in Excel's own counting, empty ones included. */
export type SheetRows = SheetCell[][]

export function cellText(cell: SheetCell | undefined): string {
  if (cell === undefined) return ''
  return typeof cell === 'string' ? cell : cell.text
}

export function isBlankRow(row: readonly SheetCell[]): boolean {
  return row.every((cell) => cellText(cell).trim() === '')
}

/** What an office may hand over in one file; told before the file is chosen. */
export const IMPORT_ROWS_MAX = 5000
/** What may stand besides the rows of people: a title, a header, notes. */
export const IMPORT_ROWS_BESIDES = 20
export const IMPORT_FILE_BYTES_MAX = 10 * 1024 * 1024

/** Why a sheet is too long to be imported in one go, in Chinese; null where it is not. Blank rows do not count. */
export function tooManyRows(rows: SheetRows): string | null {
  const filled = rows.filter((row) => !isBlankRow(row)).length
  if (filled <= IMPORT_ROWS_MAX + IMPORT_ROWS_BESIDES) return null
  return `一次最多导入 ${String(IMPORT_ROWS_MAX)} 行，现在有 ${String(filled)} 行，请分成几次导入`
}
