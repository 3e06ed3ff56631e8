import type { SheetRows } from '../../../domain/spreadsheet/sheet-cell.ts'
import { SpreadsheetProblem, type WorkbookSheet } from './workbook.ts'

export type SpreadsheetJob =
  { kind: 'read'; file: Blob } | { kind: 'write'; sheets: readonly WorkbookSheet[] }
export type SpreadsheetAnswer =
  | { kind: 'rows'; rows: SheetRows }
  | { kind: 'file'; file: Blob }
  | { kind: 'problem'; message: string | null }

/** The first sheet of an .xlsx file, read in a thread of its own. Fails with a SpreadsheetProblem, or `AbortError` when `signal` ends it. */
export async function readSpreadsheet(file: Blob, signal?: AbortSignal): Promise<SheetRows> {
  const answer = await inThread({ kind: 'read', file }, signal)
  return answer.kind === 'rows' ? answer.rows : []
}

/** An .xlsx file of these sheets, made in a thread of its own. */
export async function writeSpreadsheet(sheets: readonly WorkbookSheet[]): Promise<Blob> {
  const answer = await inThread({ kind: 'write', sheets })
  return answer.kind === 'file' ? answer.file : new Blob()
}

function inThread(job: SpreadsheetJob, signal?: AbortSignal): Promise<SpreadsheetAnswer> {
  const thread = new Worker(new URL('./spreadsheet-worker.ts', import.meta.url), { type: 'module' })
  return new Promise<SpreadsheetAnswer>((resolve, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new DOMException('cancelled', 'AbortError'))
    })
    thread.onmessage = ({ data }: MessageEvent<SpreadsheetAnswer>) => {
      if (data.kind === 'problem')
        reject(new SpreadsheetProblem(data.message ?? '文件读不出来，请另存为新文件后重试'))
      else resolve(data)
    }
    thread.onerror = () => {
      reject(new SpreadsheetProblem('表格处理没有完成，请重试'))
    }
    // Plain copies: a reactive proxy cannot cross into the thread.
    thread.postMessage(job.kind === 'read' ? job : { kind: 'write', sheets: plain(job.sheets) })
  }).finally(() => {
    thread.terminate()
  })
}

function plain(sheets: readonly WorkbookSheet[]): WorkbookSheet[] {
  // Safe: sheets are data without functions or dates.
  return JSON.parse(JSON.stringify(sheets)) as WorkbookSheet[]
}
