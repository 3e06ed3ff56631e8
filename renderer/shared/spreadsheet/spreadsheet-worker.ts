import { readSheet } from './read-sheet.ts'
import { SpreadsheetProblem } from './workbook.ts'
import type { SpreadsheetAnswer, SpreadsheetJob } from './spreadsheet-jobs.ts'
import { writeWorkbook } from './write-workbook.ts'

/** One job, then the page ends this thread. */
globalThis.addEventListener('message', ({ data }: MessageEvent<SpreadsheetJob>) => {
  void answer(data).then((message) => {
    postMessage(message)
  })
})

async function answer(job: SpreadsheetJob): Promise<SpreadsheetAnswer> {
  try {
    return job.kind === 'read'
      ? { kind: 'rows', rows: await readSheet(job.file) }
      : { kind: 'file', file: await writeWorkbook(job.sheets) }
  } catch (error) {
    return { kind: 'problem', message: error instanceof SpreadsheetProblem ? error.message : null }
  }
}
