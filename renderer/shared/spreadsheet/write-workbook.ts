import writeXlsxFile, { type Cell, type Feature } from 'write-excel-file/universal'
import type { WorkbookColumn, WorkbookSheet } from './workbook.ts'

const TEXT_FORMAT = '@'
/** Down to where a template is prepared for typing, header included. */
const LAST_TYPED_ROW = 5001
/** Where Excel's file format wants validations: behind these, in this order, and before what is left. */
const BEFORE_VALIDATIONS = /<\/sheetData>(?:<mergeCells[\s\S]*?<\/mergeCells>)?/

/** The bytes of an .xlsx file. Runs wherever there is a Blob; pages call it through `spreadsheet-jobs.ts`, so that they never stall. */
export async function writeWorkbook(sheets: readonly WorkbookSheet[]): Promise<Blob> {
  const contents = sheets.map(({ name, columns, rows }) => ({
    sheet: name,
    data: [columns.map(headerCell), ...rows.map((row) => row.map(textCell))],
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    orientation: 'landscape' as const,
  }))
  return writeXlsxFile(contents, { features: [textColumns(sheets)] }).toBlob()
}

function headerCell({ title }: WorkbookColumn): Cell {
  return {
    value: title,
    type: String,
    format: TEXT_FORMAT,
    fontWeight: 'bold',
    backgroundColor: '#E3EBF6',
    alignVertical: 'center',
    height: 24,
  }
}

/** An empty cell is written too: it carries the text format. */
function textCell(text: string): Cell {
  return text === ''
    ? { type: String, format: TEXT_FORMAT }
    : { value: text, type: String, format: TEXT_FORMAT }
}

/** Whole columns as text, so that an ID number typed into an empty row keeps its 18 digits, and the lists of choices. */
function textColumns(sheets: readonly WorkbookSheet[]): Feature<Blob> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (content, _options, { sheetIndex }) => {
            const style = /<c r="[A-Z]+2" s="(\d+)"/.exec(content)?.[1]
            const validations = validationsOf(sheets[sheetIndex]?.columns ?? [])
            const styled =
              style === undefined ? content : content.replaceAll('<col min', `<col style="${style}" min`)
            return styled.replace(BEFORE_VALIDATIONS, (end) => end + validations)
          },
        },
      },
    },
  }
}

function validationsOf(columns: readonly WorkbookColumn[]): string {
  const lists = columns.flatMap(({ choices, title }, index) => {
    if (!choices) return []
    const letter = String.fromCharCode('A'.charCodeAt(0) + index)
    const range = `${letter}2:${letter}${String(LAST_TYPED_ROW)}`
    return [
      `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="${escaped(title)}" ` +
        `error="请从下拉列表中选择" sqref="${range}"><formula1>"${escaped(choices.join(','))}"</formula1></dataValidation>`,
    ]
  })
  return lists.length === 0
    ? ''
    : `<dataValidations count="${String(lists.length)}">${lists.join('')}</dataValidations>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
