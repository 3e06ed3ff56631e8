import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { Dpi, LabelSize, dotsOf } from '../../../domain/labels/label-size.ts'
import type { Raster } from '../../../domain/labels/raster.ts'
import type { PrintJob, PrintJobState } from '../../../domain/printing/print-job.ts'
import { inTransaction } from '../storage/database.ts'

/** The stock a job was drawn for: it stays with the job, whatever the printer's settings become. */
const Paper = z.object({ size: LabelSize, dpi: Dpi })
export type Paper = z.infer<typeof Paper>

export interface NewPrintJob {
  readonly id: string
  readonly printerId: string
  readonly title: string
  readonly labelId: string | null
  readonly copies: number
  readonly paper: Paper
  readonly raster: Raster
  readonly createdAt: string
}

export interface JobContent {
  readonly paper: Paper
  readonly raster: Raster
}

interface PrintJobRow {
  id: string
  printer_id: string
  printer_name: string
  title: string
  label_id: string | null
  copies: number
  state: PrintJobState
  message: string | null
  bytes_total: number
  bytes_sent: number
  created_at: string
  finished_at: string | null
}

export interface JobChange {
  readonly state: PrintJobState
  readonly message: string | null
  readonly bytesTotal?: number
  readonly bytesSent?: number
  readonly finishedAt?: string | null
}

export type PrintJobRepository = ReturnType<typeof createPrintJobRepository>

/**
 * The print queue on disk. What a method has returned from survives kill −9 and, since openDatabase syncs every commit, a power cut: were the
 * commit of `beginSending` lost, a job would be sent twice.
 */
export function createPrintJobRepository(db: Database) {
  const columns = `print_job.id, printer_id, CASE name WHEN '' THEN trim(maker || ' ' || model) ELSE name END AS printer_name, title, label_id, copies, state, message,
    bytes_total, bytes_sent, created_at, finished_at`
  const from = `SELECT ${columns} FROM print_job JOIN label_printer ON label_printer.id = printer_id`
  const insert = db.prepare(`
    INSERT INTO print_job (id, printer_id, title, label_id, copies, paper, bits, state, created_at)
    VALUES (@id, @printerId, @title, @labelId, @copies, @paper, @bits, 'waiting', @createdAt)`)
  const select = db.prepare<[string], PrintJobRow>(`${from} WHERE print_job.id = ?`)
  const selectRecent = db.prepare<[number], PrintJobRow>(`${from} ORDER BY number DESC LIMIT ?`)
  const selectInState = db.prepare<[string], PrintJobRow>(`${from} WHERE state = ? ORDER BY number`)
  const selectFinishedLabels = db.prepare<[], { id: string; finishedAt: string }>(`
    SELECT id, finished_at AS finishedAt FROM print_job
    WHERE label_id IS NOT NULL AND finished_at IS NOT NULL AND state IN ('sent', 'confirmed') ORDER BY finished_at`)
  const selectNext = db.prepare<[string], PrintJobRow>(
    `${from} WHERE printer_id = ? AND state = 'waiting' ORDER BY number LIMIT 1`,
  )
  const countAttention = db
    .prepare<[string], number>(
      `SELECT count(*) FROM print_job WHERE printer_id = ? AND state = 'needs-attention'`,
    )
    .pluck()
  const countUnfinished = db
    .prepare<[string], number>(
      `SELECT count(*) FROM print_job WHERE printer_id = ? AND state <> 'cancelled' AND (finished_at IS NULL OR state IN ('waiting', 'needs-attention'))`,
    )
    .pluck()
  const selectContent = db.prepare<[string], { paper: string; bits: Buffer | null }>(
    'SELECT paper, bits FROM print_job WHERE id = ?',
  )
  // A finished job's dots are not needed again: reprinting draws the label anew.
  const update = db.prepare(`
    UPDATE print_job SET state = @state, message = @message, finished_at = @finishedAt,
      bytes_total = coalesce(@bytesTotal, bytes_total), bytes_sent = coalesce(@bytesSent, bytes_sent),
      bits = CASE WHEN @state IN ('confirmed', 'cancelled') THEN NULL ELSE bits END
    WHERE id = @id`)
  const begin = db.prepare(`
    UPDATE print_job SET state = 'sending', message = NULL, bytes_total = @bytesTotal, bytes_sent = 0
    WHERE id = @id AND state = 'waiting'`)
  const waitingNumbers = db.prepare<[string], { number: number; id: string }>(
    "SELECT number, id FROM print_job WHERE printer_id = ? AND state = 'waiting' ORDER BY number",
  )
  const renumber = db.prepare('UPDATE print_job SET number = ? WHERE id = ?')
  const holdPrinter = db.prepare(`
    UPDATE label_printer SET unfinished_bytes = @bytesTotal
    WHERE id = (SELECT printer_id FROM print_job WHERE id = @id)`)

  const get = (id: string): PrintJob | null => {
    const row = select.get(id)
    return row ? fromRow(row) : null
  }

  return {
    get,
    add: (job: NewPrintJob) => {
      insert.run({ ...job, paper: JSON.stringify(job.paper), bits: Buffer.from(job.raster.bits) })
    },
    /** Newest first. */
    listRecent: (limit: number): PrintJob[] => selectRecent.all(limit).map(fromRow),
    listInState: (state: PrintJobState): PrintJob[] => selectInState.all(state).map(fromRow),
    /** Every label's job that has ended at the printer, however long ago. */
    listFinishedLabels: (): { id: string; finishedAt: string }[] => selectFinishedLabels.all(),
    nextWaiting: (printerId: string): PrintJob | null => {
      const row = selectNext.get(printerId)
      return row ? fromRow(row) : null
    },
    hasAttention: (printerId: string): boolean => (countAttention.get(printerId) ?? 0) > 0,
    /** Jobs that wait, are on their way, or that a person must decide about. */
    countUnfinished: (printerId: string): number => countUnfinished.get(printerId) ?? 0,
    content: (id: string): JobContent | null => {
      const row = selectContent.get(id)
      if (!row?.bits) return null
      const paper = Paper.parse(JSON.parse(row.paper))
      const widthDots = dotsOf(paper.size.widthMm, paper.dpi)
      const heightDots = dotsOf(paper.size.heightMm, paper.dpi)
      return {
        paper,
        raster: {
          widthDots,
          heightDots,
          bytesPerRow: Math.ceil(widthDots / 8),
          bits: new Uint8Array(row.bits),
        },
      }
    },
    /** Says, before the first byte leaves, that bytes may have left; false when the job no longer waits. */
    beginSending: (id: string, bytesTotal: number): boolean =>
      inTransaction(db, () => {
        const { changes } = begin.run({ id, bytesTotal })
        if (changes === 1) holdPrinter.run({ id, bytesTotal })
        return changes === 1
      }),
    /** What `work` writes is on the disk together when this returns, or not at all. */
    together: <T>(work: () => T): T => inTransaction(db, work),
    /** Puts a waiting job before the others that wait for its printer: they share out anew the places they have. */
    moveFirst: (printerId: string, id: string) => {
      inTransaction(db, () => {
        const waiting = waitingNumbers.all(printerId)
        const others = waiting.filter((job) => job.id !== id)
        if (others.length === waiting.length) return
        // Numbers are unique at every moment: all leave their places before any takes another's.
        for (const job of waiting) renumber.run(-job.number, job.id)
        const order = [id, ...others.map((job) => job.id)]
        waiting.forEach(({ number }, index) => renumber.run(number, order[index]))
      })
    },
    waitingIds: (printerId: string): string[] => waitingNumbers.all(printerId).map(({ id }) => id),
    change: (id: string, change: JobChange) => {
      const { state, message, bytesTotal = null, bytesSent = null, finishedAt = null } = change
      update.run({ id, state, message, bytesTotal, bytesSent, finishedAt })
    },
  }
}

function fromRow(row: PrintJobRow): PrintJob {
  return {
    id: row.id,
    printerId: row.printer_id,
    printerName: row.printer_name,
    title: row.title,
    labelId: row.label_id,
    copies: row.copies,
    state: row.state,
    message: row.message,
    bytesTotal: row.bytes_total,
    bytesSent: row.bytes_sent,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}
