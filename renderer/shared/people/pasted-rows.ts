import type { SheetRows } from '../../../domain/spreadsheet/sheet-cell.ts'

let waiting: SheetRows | null = null

/** Rows from the clipboard on their way to the import page; they never stand in an address. */
export function handOverRows(rows: SheetRows): void {
  waiting = rows
}

/** Those that were handed over, once. */
export function takeHandedOver(): SheetRows | null {
  const rows = waiting
  waiting = null
  return rows
}
