import type { Database } from 'better-sqlite3'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { dotsOf } from '../../../domain/labels/label-size.ts'
import type { Raster } from '../../../domain/labels/raster.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import { printerStatus, type PrinterStatus } from '../../../domain/printing/printer-status.ts'
import type { PrinterSettings } from '../../../domain/printing/printer-settings.ts'
import type { Printer, printingAgentMethods } from '../../../domain/printing/printing-contract.ts'
import { drawTestLabel } from '../../../domain/printing/test-label.ts'
import { createAttachedPrinters } from './attached-printers.ts'
import { createFilePrinters } from './file-printer.ts'
import type { PrinterTransport, PrintingLog } from './label-printer.ts'
import { createPrintJobRepository } from './print-job-repository.ts'
import { createPrintQueue, DEFAULT_PRINT_TIMINGS } from './print-queue.ts'
import type { PrintTimings } from './print-lane.ts'
import { createPrinterRepository, type RememberedPrinter } from './printer-repository.ts'
import { printerTroubleMessage } from './printer-trouble.ts'
import { createUsbPrinters } from './usb-printers.ts'

export interface PrintServiceDeps {
  readonly db: Database
  /** Where the file printer leaves its pictures. */
  readonly printedFolder: string
  readonly now: () => Date
  readonly log: PrintingLog
  readonly onJobChanged: (job: PrintJob) => void
  readonly onPrintersChanged: () => void
  readonly timings?: Partial<PrintTimings>
  /** Other ways to printers than USB and files; for tests. */
  readonly transports?: readonly PrinterTransport[]
}

export interface LabelJob {
  readonly printerId: string
  /** Shown in the queue; holds no personal data. */
  readonly title: string
  /** Drawn for the printer's present size and resolution. */
  readonly raster: Raster
  readonly labelId?: string
  readonly copies: number
}

export interface PrintService {
  readonly handlers: CapabilityHandlers<typeof printingAgentMethods>
  /** Looks for printers and lets what waits on disk go on. Never fails for want of a printer or of libusb. */
  start(): Promise<void>
  /** Puts a label into the durable queue; it is on disk when this returns. */
  enqueue(job: LabelJob): PrintJob
  /** What is set for a printer ever attached; fails `not-found`. */
  settingsOf(printerId: string): PrinterSettings
  stop(): Promise<void>
}

/** Printers and the print queue, behind the agent's contract. */
export function createPrintService(deps: PrintServiceDeps): PrintService {
  const { db, log } = deps
  const printers = createPrinterRepository(db)
  const attached = createAttachedPrinters({
    transports: deps.transports ?? [createUsbPrinters({ log }), createFilePrinters(deps.printedFolder)],
    log,
    onSeen: (printer) => printers.remember(printer.identity, deps.now().toISOString()),
    onChanged: () => {
      queue.wake()
      deps.onPrintersChanged()
    },
  })
  const queue = createPrintQueue({
    jobs: createPrintJobRepository(db),
    printers,
    findPrinter: attached.find,
    lookForPrinters: attached.refresh,
    now: deps.now,
    log,
    timings: { ...DEFAULT_PRINT_TIMINGS, ...deps.timings },
    onJobChanged: deps.onJobChanged,
  })

  const remembered = (printerId: string): RememberedPrinter => {
    const printer = printers.find(printerId)
    if (!printer) throw new FailureError('not-found', { message: '没有这台打印机' })
    return printer
  }
  const view = async (known: RememberedPrinter): Promise<Printer> => {
    const { id, transport, maker, model, serial, settings, paused } = known
    const language = settings.language ?? known.language
    const printer = attached.find(id)
    const status = queue.isSending(id) ? printerStatus(['printing']) : await currentStatus(known)
    return {
      id,
      transport,
      maker,
      model,
      serial,
      connected: printer !== undefined,
      language,
      status,
      settings,
      paused,
    }
  }
  const currentStatus = async (known: RememberedPrinter): Promise<PrinterStatus> => {
    const printer = attached.find(known.id)
    if (!printer)
      return printerStatus(['not-answering'], { detail: printerTroubleMessage('printer-unavailable') })
    try {
      return await printer.readStatus(known.settings.language ?? known.language)
    } catch (error) {
      if (!(error instanceof FailureError)) throw error
      return printerStatus(['not-answering'], { detail: error.message })
    }
  }
  const enqueue = ({ printerId, title, raster, labelId, copies }: LabelJob): PrintJob => {
    const { size, dpi } = remembered(printerId).settings
    if (raster.widthDots !== dotsOf(size.widthMm, dpi) || raster.heightDots !== dotsOf(size.heightMm, dpi)) {
      throw new RangeError(
        `a label of ${raster.widthDots}×${raster.heightDots} dots was not drawn for this printer's paper`,
      )
    }
    return queue.enqueue({ printerId, title, raster, labelId: labelId ?? null, copies, paper: { size, dpi } })
  }
  const setPaused = async (printerId: string, paused: boolean): Promise<Printer> => {
    remembered(printerId)
    printers.setPaused(printerId, paused)
    queue.wake(printerId)
    deps.onPrintersChanged()
    return view(remembered(printerId))
  }

  return {
    start: async () => {
      await attached.refresh()
      queue.start()
    },
    enqueue,
    settingsOf: (printerId) => remembered(printerId).settings,
    stop: async () => {
      await queue.stop()
      await attached.close()
    },
    handlers: {
      listPrinters: async () => {
        await attached.refresh()
        const views = await Promise.all(printers.list().map(view))
        return views.sort((one, other) => rank(one) - rank(other))
      },
      savePrinterSettings: ({ printerId, settings }) => {
        remembered(printerId)
        printers.saveSettings(printerId, settings)
        queue.wake(printerId)
        deps.onPrintersChanged()
        return view(remembered(printerId))
      },
      printTestLabel: ({ printerId }) => {
        const raster = drawTestLabel(remembered(printerId).settings)
        return enqueue({ printerId, title: '测试标签', raster, copies: 1 })
      },
      pausePrinter: ({ printerId }) => setPaused(printerId, true),
      resumePrinter: ({ printerId }) => setPaused(printerId, false),
      listJobs: () => queue.list(),
      retryJob: ({ jobId }) => queue.retry(jobId),
      cancelJob: ({ jobId }) => queue.cancel(jobId),
      markJobPrinted: ({ jobId }) => queue.markPrinted(jobId),
    },
  }
}

/** Attached printers before absent ones, paper before files. */
function rank(printer: Printer): number {
  return (printer.connected ? 0 : 2) + (printer.transport === 'file' ? 1 : 0)
}
