import type { Database } from 'better-sqlite3'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import { dotsOf } from '../../../domain/labels/label-size.ts'
import type { Raster } from '../../../domain/labels/raster.ts'
import type { PrintJob } from '../../../domain/printing/print-job.ts'
import type { PrinterSettings } from '../../../domain/printing/printer-settings.ts'
import type { Printer, printingAgentMethods } from '../../../domain/printing/printing-contract.ts'
import { drawTestLabel } from '../../../domain/printing/test-label.ts'
import { createAttachedPrinters } from './attached-printers.ts'
import { createFilePrinters } from './file-printer.ts'
import type { PrinterTransport, PrintingLog } from './label-printer.ts'
import { DEFAULT_NET_TIMINGS, type NetTimings } from './net-label-printer.ts'
import { createNetworkPrinterSetUp } from './network-printer-set-up.ts'
import { createNetworkPrinters } from './network-printers.ts'
import { createPrintJobRepository } from './print-job-repository.ts'
import { createPrintQueue, DEFAULT_PRINT_TIMINGS } from './print-queue.ts'
import type { PrintTimings } from './print-lane.ts'
import { createPrinterRepository, type RememberedPrinter } from './printer-repository.ts'
import { createPrinterView } from './printer-view.ts'
import { createUsbAccess } from './usb-access.ts'
import { createUsbPrinters } from './usb-printers.ts'
import { loadWindowsLibrary } from './windows/load-windows-library.ts'
import { createWindowsPrinters } from './windows/windows-printers.ts'

export interface PrintServiceDeps {
  readonly db: Database
  /** Where the file printer leaves its pictures. */
  readonly printedFolder: string
  readonly now: () => Date
  readonly log: PrintingLog
  /** Writes a job that has ended into the register of labels, where there is one; called in the transaction that ends it. */
  readonly registerPrint?: (job: PrintJob) => void
  readonly onJobChanged: (job: PrintJob) => void
  readonly onPrintersChanged: () => void
  readonly timings?: Partial<PrintTimings>
  readonly netTimings?: Partial<NetTimings>
  /** Other ways to printers than USB and files, beside the network; for tests. */
  readonly transports?: readonly PrinterTransport[]
}

export interface LabelJob {
  /** Given where the same job may be asked for twice: one that is there already is answered. */
  readonly id?: string | undefined
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
  findJob(jobId: string): PrintJob | null
  /** Labels' jobs that ended at their printer in this run of the program or any before. */
  finishedLabelJobs(): { id: string; finishedAt: string }[]
  /** What is set for a printer ever attached; fails `not-found`. */
  settingsOf(printerId: string): PrinterSettings
  stop(): Promise<void>
}

/** Printers and the print queue, behind the agent's contract. */
export function createPrintService(deps: PrintServiceDeps): PrintService {
  const { db, log } = deps
  const printers = createPrinterRepository(db)
  const jobs = createPrintJobRepository(db)
  const netTimings = { ...DEFAULT_NET_TIMINGS, ...deps.netTimings }
  const network = createNetworkPrinters({
    remembered: () => printers.list().filter(({ transport }) => transport === 'network'),
    timings: netTimings,
    onIdentified: (printerId, spoken) => {
      printers.rememberSpoken(printerId, spoken)
      queue.wake(printerId)
      deps.onPrintersChanged()
    },
  })
  const attached = createAttachedPrinters({
    transports: [
      ...(deps.transports ?? [createCablePrinters(log), createFilePrinters(deps.printedFolder)]),
      network,
    ],
    log,
    // A network printer is known from its own row, and from its answers.
    onSeen: ({ identity }) => {
      if (identity.transport !== 'network') printers.remember(identity, deps.now().toISOString())
    },
    onChanged: () => {
      queue.wake()
      deps.onPrintersChanged()
    },
  })
  const queue = createPrintQueue({
    jobs,
    printers,
    findPrinter: attached.find,
    lookForPrinters: attached.refresh,
    now: deps.now,
    log,
    timings: { ...DEFAULT_PRINT_TIMINGS, ...deps.timings },
    registerPrint: deps.registerPrint ?? (() => undefined),
    onJobChanged: deps.onJobChanged,
  })

  const remembered = (printerId: string): RememberedPrinter => {
    const printer = printers.find(printerId)
    if (!printer) throw new FailureError('not-found', { message: '没有这台打印机' })
    return printer
  }
  const view = createPrinterView({
    printers,
    findPrinter: attached.find,
    isSending: (id) => queue.isSending(id),
  })
  const enqueue = ({ id, printerId, title, raster, labelId, copies }: LabelJob): PrintJob => {
    const { size, dpi } = remembered(printerId).settings
    if (raster.widthDots !== dotsOf(size.widthMm, dpi) || raster.heightDots !== dotsOf(size.heightMm, dpi)) {
      throw new RangeError(
        `a label of ${raster.widthDots}×${raster.heightDots} dots was not drawn for this printer's paper`,
      )
    }
    return queue.enqueue({
      id,
      printerId,
      title,
      raster,
      labelId: labelId ?? null,
      copies,
      paper: { size, dpi },
    })
  }
  const setPaused = async (printerId: string, paused: boolean): Promise<Printer> => {
    remembered(printerId)
    printers.setPaused(printerId, paused)
    queue.wake(printerId)
    deps.onPrintersChanged()
    return view(remembered(printerId))
  }
  const usbAccess = createUsbAccess()
  const setUp = createNetworkPrinterSetUp({
    printers,
    jobs,
    network,
    timings: netTimings,
    now: deps.now,
    lookForPrinters: attached.refresh,
    view: (printerId) => view(remembered(printerId)),
  })

  return {
    start: async () => {
      await attached.refresh()
      queue.start()
    },
    enqueue,
    findJob: (jobId) => jobs.get(jobId),
    finishedLabelJobs: () => jobs.listFinishedLabels(),
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
      ...setUp,
      planUsbAccess: () => usbAccess.plan(),
      installUsbAccess: async () => {
        const plan = await usbAccess.install()
        await attached.refresh()
        return plan
      },
      printTestLabel: ({ printerId }) => {
        const raster = drawTestLabel(remembered(printerId).settings)
        return enqueue({ printerId, title: '测试标签', raster, copies: 1 })
      },
      pausePrinter: ({ printerId }) => setPaused(printerId, true),
      resumePrinter: ({ printerId }) => setPaused(printerId, false),
      listJobs: () => queue.list(),
      retryJob: ({ jobId }) => {
        const printerId = jobs.get(jobId)?.printerId
        if (printerId !== undefined && !printers.find(printerId))
          throw new FailureError('conflict', { message: '这台打印机已经移除，请重新添加后再重打' })
        return queue.retry(jobId)
      },
      cancelJob: ({ jobId }) => queue.cancel(jobId),
      printJobNext: ({ jobId }) => queue.printNext(jobId),
      cancelWaitingJobs: ({ printerId }) => {
        remembered(printerId)
        return { cancelled: queue.cancelWaiting(printerId) }
      },
      markJobPrinted: ({ jobId }) => queue.markPrinted(jobId),
    },
  }
}

/** On Windows usbprint.sys owns the printers and libusb cannot have them. */
function createCablePrinters(log: PrintingLog): PrinterTransport {
  return process.platform === 'win32'
    ? createWindowsPrinters({ library: () => loadWindowsLibrary(), log })
    : createUsbPrinters({ log })
}

/** Attached printers before absent ones, paper before files. */
function rank(printer: Printer): number {
  return (printer.connected ? 0 : 2) + (printer.transport === 'file' ? 1 : 0)
}
