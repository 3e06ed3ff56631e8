import { z } from 'zod'
import type { SheetRows } from '../../../domain/spreadsheet/sheet-cell.ts'

const SheetCell = z.union([
  z.string(),
  z.object({ kind: z.enum(['number', 'date', 'boolean', 'error', 'formula', 'merged']), text: z.string() }),
])

/** All that an import has come to; what stands in its draft. Rows are named by their number in the file. */
export const ImportContent = z.object({
  step: z.enum(['choose', 'columns', 'check', 'duplicates']).catch('choose'),
  fileName: z.string().catch(''),
  rows: z.array(z.array(SheetCell)).nullable().catch(null),
  headerRow: z.number().catch(0),
  places: z.record(z.string(), z.number().nullable()).catch({}),
  edits: z.record(z.string(), z.record(z.string(), z.string())).catch({}),
  leftOut: z.array(z.number()).catch([]),
  imported: z.array(z.number()).catch([]),
  duplicates: z.enum(['skip', 'update', 'each']).catch('skip'),
  updated: z.array(z.number()).catch([]),
  /** A cell that is being typed into. */
  typing: z.object({ number: z.number(), field: z.string(), text: z.string() }).nullable().catch(null),
})
export type ImportContent = z.infer<typeof ImportContent>

export const NO_IMPORT: ImportContent = {
  step: 'choose',
  fileName: '',
  rows: null,
  headerRow: 0,
  places: {},
  edits: {},
  leftOut: [],
  imported: [],
  duplicates: 'skip',
  updated: [],
  typing: null,
}

const COLUMNS_MAX = 60
const CELL_CHARACTERS_MAX = 200

/** What of a file is kept in the draft: every row, but no list has more columns, and no cell of ours more characters. */
export function trimmedRows(rows: SheetRows): SheetRows {
  return rows.map((row) =>
    row.slice(0, COLUMNS_MAX).map((cell) => {
      if (typeof cell === 'string') return cell.slice(0, CELL_CHARACTERS_MAX)
      return { ...cell, text: cell.text.slice(0, CELL_CHARACTERS_MAX) }
    }),
  )
}
