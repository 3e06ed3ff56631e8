import type { Database } from 'better-sqlite3'
import { type LabelPrint, withPrint } from '../../../domain/labels/label-print.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import { inTransaction } from '../storage/database.ts'
import type { Workspace } from '../storage/workspace.ts'
import type { PrintOrders } from './print-orders.ts'

export interface PrintRecorderDeps {
  db: Database
  orders: Pick<PrintOrders, 'of'>
  /** The workspace that issued the label, whoever is signed in when the printer is done. */
  workspaceHolding: (labelId: string) => Workspace | null
  now: () => Date
}

export interface PrintRecorder {
  /** Puts a finished print of a label on its record: one entry a job however often it is told, with the outcome known last. */
  record(job: PrintJob): void
  /** The same for what finished while nobody listened, of all jobs ever finished: before a kill −9 hundreds may have stood behind the one that printed. */
  catchUp(finished: readonly FinishedJob[], findJob: (jobId: string) => PrintJob | null): void
}

type FinishedJob = Pick<PrintJob, 'id' | 'finishedAt'>

export function createPrintRecorder({ db, orders, workspaceHolding, now }: PrintRecorderDeps): PrintRecorder {
  type Recorded = { job_id: string; finished_at: string | null }
  const one = db.prepare<[string], Recorded>(
    'SELECT job_id, finished_at FROM recorded_print WHERE job_id = ?',
  )
  const all = db.prepare<[], Recorded>('SELECT job_id, finished_at FROM recorded_print')
  const note = db.prepare(`
    INSERT INTO recorded_print (job_id, recorded_at, finished_at) VALUES (?, ?, ?)
    ON CONFLICT (job_id) DO UPDATE SET recorded_at = excluded.recorded_at, finished_at = excluded.finished_at`)
  // What an older program registered bears no job's number and could not be found again.
  const isRecorded = (recorded: Recorded | undefined, { finishedAt }: FinishedJob) =>
    recorded !== undefined && (recorded.finished_at === null || recorded.finished_at === finishedAt)

  const record = (job: PrintJob) => {
    const { labelId, finishedAt, state } = job
    if (labelId === null || finishedAt === null || (state !== 'sent' && state !== 'confirmed')) return
    inTransaction(db, () => {
      if (isRecorded(one.get(job.id), job)) return
      note.run(job.id, now().toISOString(), finishedAt)
      const own = workspaceHolding(labelId)
      const label = own?.get('label', labelId)
      if (!own || !label) return
      const order = orders.of(job.id)
      const print: LabelPrint = {
        at: finishedAt,
        printer: job.printerName,
        copies: job.copies,
        outcome: state,
        jobId: job.id,
        ...(order && { kind: order.kind, template: order.template }),
        ...(order?.by && { by: order.by }),
      }
      own.change(
        'label',
        { ...label.body, prints: withPrint(label.body.prints, print) },
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

  return {
    record,
    catchUp: (finished, findJob) => {
      const recorded = new Map(all.all().map((row) => [row.job_id, row]))
      for (const candidate of finished) {
        const job = isRecorded(recorded.get(candidate.id), candidate) ? null : findJob(candidate.id)
        if (job) record(job)
      }
    },
  }
}
