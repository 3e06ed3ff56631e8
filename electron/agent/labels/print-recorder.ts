import type { Database } from 'better-sqlite3'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import { inTransaction } from '../storage/database.ts'
import type { Workspace } from '../storage/workspace.ts'

export interface PrintRecorderDeps {
  db: Database
  /** The workspace that issued the label, whoever is signed in when the printer is done. */
  workspaceHolding: (labelId: string) => Workspace | null
  now: () => Date
}

/** Puts every finished print of a label on its record, each job once however often it is told. */
export function createPrintRecorder({
  db,
  workspaceHolding,
  now,
}: PrintRecorderDeps): (job: PrintJob) => void {
  const note = db.prepare('INSERT OR IGNORE INTO recorded_print (job_id, recorded_at) VALUES (?, ?)')
  return (job) => {
    const { labelId, finishedAt, state } = job
    if (labelId === null || finishedAt === null || (state !== 'sent' && state !== 'confirmed')) return
    inTransaction(db, () => {
      if (note.run(job.id, now().toISOString()).changes === 0) return
      const own = workspaceHolding(labelId)
      const label = own?.get('label', labelId)
      if (!own || !label) return
      const print = { at: finishedAt, printer: job.printerName, copies: job.copies, outcome: state }
      own.change(
        'label',
        { ...label.body, prints: [...label.body.prints, print] },
        {
          name: 'label.record-print',
          version: 1,
          recordId: labelId,
          title: `登记标签打印 ${label.body.serial}`,
          set: print,
        },
      )
    })
  }
}
