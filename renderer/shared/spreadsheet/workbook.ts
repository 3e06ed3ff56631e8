import { IMPORT_FILE_BYTES_MAX } from '../../../domain/spreadsheet/sheet-cell.ts'

/** A column as a workbook is written with. */
export interface WorkbookColumn {
  title: string
  /** In characters. */
  width: number
  /** Excel offers these and refuses anything else. */
  choices?: readonly string[]
}

/** One sheet: a bold, frozen header and rows of text. Every cell is text, so that no number loses a digit when the file is edited. */
export interface WorkbookSheet {
  name: string
  columns: readonly WorkbookColumn[]
  rows: readonly (readonly string[])[]
}

/** A file that cannot be taken, in words that say what to do. */
export class SpreadsheetProblem extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SpreadsheetProblem'
  }
}

/** Said before a byte is read, also by the page that the file is dropped on. */
export function refuseSize(bytes: number): void {
  if (bytes === 0) throw new SpreadsheetProblem('文件是空的（0 字节），请重新选择')
  if (bytes <= IMPORT_FILE_BYTES_MAX) return
  throw new SpreadsheetProblem(
    `文件不能超过 ${megabytes(IMPORT_FILE_BYTES_MAX)} MB，现在是 ${megabytes(bytes)} MB，请删去图片和无关的工作表后再导入`,
  )
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '')
}
