import { z } from 'zod'
import { PrintJob } from './print-job.ts'
import { PrinterLanguage } from './printer-language.ts'
import { PrinterSettings } from './printer-settings.ts'
import { PrinterStatus } from './printer-status.ts'

export const Printer = z.object({
  id: z.string(),
  transport: z.enum(['usb', 'file']),
  maker: z.string(),
  model: z.string(),
  /** USB serial number, or null when the printer has none and is known by its port. */
  serial: z.string().nullable(),
  connected: z.boolean(),
  /** From the IEEE 1284 id, else as set by the user; null while nobody knows. */
  language: PrinterLanguage.nullable(),
  status: PrinterStatus,
  settings: PrinterSettings,
  paused: z.boolean(),
})
export type Printer = z.infer<typeof Printer>

const OfPrinter = z.object({ printerId: z.string() })
const OfJob = z.object({ jobId: z.string() })

export const printingAgentMethods = {
  listPrinters: { input: z.void(), output: z.array(Printer) },
  savePrinterSettings: { input: OfPrinter.extend({ settings: PrinterSettings }), output: Printer },
  printTestLabel: { input: OfPrinter, output: PrintJob },
  pausePrinter: { input: OfPrinter, output: Printer },
  resumePrinter: { input: OfPrinter, output: Printer },
  listJobs: { input: z.void(), output: z.array(PrintJob) },
  /** Sends the job again because the user says so; after `needs-attention` this may print a label twice, which the screen says. */
  retryJob: { input: OfJob, output: PrintJob },
  cancelJob: { input: OfJob, output: PrintJob },
  /** The user has the label in hand: the job that needed attention is done. */
  markJobPrinted: { input: OfJob, output: PrintJob },
}
