import { foldAndJoin } from '../identifiers/fold-width.ts'
import { cellText, isBlankRow, type SheetCell, type SheetRows } from './sheet-cell.ts'

/** A column that an import looks for in somebody's file. */
export interface ImportColumn<Field extends string = string> {
  field: Field
  title: string
  /** Other headers by which offices call it. */
  synonyms: readonly string[]
  /** A file without this column cannot be imported. */
  required: boolean
  /** A number keeps all of the digits this column has, so it is as good as text. */
  numbersKeepDigits: boolean
  /** What may stand in it, as a template offers it. */
  choices?: readonly string[]
  /** In characters, for a template. */
  width: number
}

/** Where each field stands in the file, counted from 0; null where the file does not have it. */
export type ColumnPlaces<Field extends string = string> = Record<Field, number | null>

export interface SourceRow<Field extends string = string> {
  /** As Excel counts, header included. */
  number: number
  cells: Record<Field, SheetCell>
}

/** How far down a header may stand below titles and notes. */
const HEADER_WITHIN_ROWS = 15
/** How a cell of the row begins with which a template shows what is meant; it is nobody. */
const EXAMPLE = /^示例/

/** A header as it is compared: without blanks, asterisks, brackets and what stands in them. */
export function plainTitle(text: string): string {
  return foldAndJoin(text)
    .replace(/\([^)]*\)/g, '')
    .replace(/[*:：#]/g, '')
    .toUpperCase()
}

/** The row that names most of the columns, and at least two; null where none does. Counted from 0. */
export function findHeaderRow(rows: SheetRows, columns: readonly ImportColumn[]): number | null {
  let best: { row: number; hits: number } | null = null
  for (const [row, cells] of rows.slice(0, HEADER_WITHIN_ROWS).entries()) {
    const places = Object.values(matchColumns(cells, columns))
    const hits = places.filter((place) => place !== null).length
    if (hits >= 2 && hits > (best?.hits ?? 0)) best = { row, hits }
  }
  return best?.row ?? null
}

/** Finds columns by title or synonym; `remembered` answers what somebody chose for such a header before. A place is given once. */
export function matchColumns<Field extends string>(
  header: readonly SheetCell[],
  columns: readonly ImportColumn<Field>[],
  remembered: (title: string) => string | null = () => null,
): ColumnPlaces<Field> {
  const titles = header.map((cell) => plainTitle(cellText(cell)))
  const taken = new Set<number>()
  const take = (fits: (title: string) => boolean): number | null => {
    const place = titles.findIndex((title, index) => title !== '' && !taken.has(index) && fits(title))
    if (place < 0) return null
    taken.add(place)
    return place
  }
  const entries = columns.map(({ field, title, synonyms }) => {
    const known = [title, ...synonyms].map(plainTitle)
    return [field, take((found) => remembered(found) === field) ?? take((found) => known.includes(found))]
  })
  // Safe: one entry for each field of the columns.
  return Object.fromEntries(entries) as ColumnPlaces<Field>
}

/** Required columns that have no place yet. */
export function missingColumns<Field extends string>(
  places: ColumnPlaces<Field>,
  columns: readonly ImportColumn<Field>[],
): ImportColumn<Field>[] {
  return columns.filter(({ field, required }) => required && places[field] === null)
}

/** The rows below the header that hold something in any of the columns, without the template's example. */
export function sourceRows<Field extends string>(
  rows: SheetRows,
  headerRow: number,
  places: ColumnPlaces<Field>,
): SourceRow<Field>[] {
  // Safe: ColumnPlaces has exactly the fields as keys.
  const fields = Object.entries(places) as [Field, number | null][]
  const found: SourceRow<Field>[] = []
  for (const [index, row] of rows.entries()) {
    if (index <= headerRow || row.some((cell) => EXAMPLE.test(cellText(cell)))) continue
    const cells = fields.map(([, place]) => (place === null ? '' : (row[place] ?? '')))
    const merged = cells.some((cell) => typeof cell !== 'string' && cell.kind === 'merged')
    if (isBlankRow(cells) && !merged) continue
    const entries = fields.map(([field], at) => [field, cells[at] ?? ''])
    // Safe: one entry for each field.
    found.push({ number: index + 1, cells: Object.fromEntries(entries) as Record<Field, SheetCell> })
  }
  return found
}

/** Why a cell cannot be taken as it stands in the file, whatever its content; null where it can. Lost digits are never guessed. */
export function cellProblem(cell: SheetCell, column: ImportColumn): string | null {
  if (typeof cell === 'string') return null
  switch (cell.kind) {
    case 'number':
      return column.numbersKeepDigits ? null : '数字格式会丢失末尾几位，请将该列设为文本后重填'
    case 'date':
      return `是日期格式（${cell.text}），请将该列设为文本后重填`
    case 'boolean':
      return `单元格是逻辑值 ${cell.text}，请改为文字`
    case 'error':
      return `单元格是公式错误 ${cell.text}，请改为文字`
    case 'formula':
      return '公式没有算出结果，请复制后“选择性粘贴”为数值'
    case 'merged':
      return '单元格被合并，请取消合并后逐行填写'
  }
}

/** Without the apostrophe that people put before numbers to keep them as text. */
export function withoutApostrophe(text: string): string {
  return text.replace(/^\s*['‘’＇`]\s*/, '')
}
