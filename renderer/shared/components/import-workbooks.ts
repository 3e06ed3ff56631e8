import { cellText } from '../../../domain/spreadsheet/sheet-cell.ts'
import type { WorkbookColumn, WorkbookSheet } from '../spreadsheet/workbook.ts'
import type { CheckedRow, ImportKind } from './import-kind.ts'

/** The template to fill in: an example, columns of text, choices, and a sheet that says how. */
export function templateSheets<Field extends string>(kind: ImportKind<Field>): WorkbookSheet[] {
  return [
    {
      name: kind.noun,
      columns: workbookColumns(kind),
      rows: [kind.columns.map(({ field }) => kind.template.example[field])],
    },
    {
      name: '填写说明',
      columns: [{ title: '填写说明', width: 90 }],
      rows: kind.template.notes.map((note) => [note]),
    },
  ]
}

/** Rows that could not be taken, as they stand now, with what is wrong; it can be mended and imported itself. */
export function problemSheets<Field extends string>(
  kind: ImportKind<Field>,
  rows: readonly CheckedRow<Field>[],
): WorkbookSheet[] {
  const titleOf = (field: string) => kind.columns.find((column) => column.field === field)?.title ?? ''
  const problems = ({ problems }: CheckedRow<Field>) =>
    Object.entries<string | undefined>(problems)
      .map(([field, message]) => `${titleOf(field)}：${message ?? ''}`)
      .join('；')
  return [
    {
      name: '需修改',
      columns: [{ title: '原行号', width: 8 }, ...workbookColumns(kind), { title: '问题说明', width: 70 }],
      rows: rows.map((row) => [
        String(row.number),
        ...kind.columns.map(({ field }) => cellText(row.source.cells[field])),
        problems(row),
      ]),
    },
  ]
}

function workbookColumns<Field extends string>({ columns }: ImportKind<Field>): WorkbookColumn[] {
  return columns.map(({ title, width, choices }) => ({ title, width, ...(choices && { choices }) }))
}
