import { z } from 'zod'
import { Dpi } from '../labels/label-size.ts'
import { NetworkAddress } from './network-address.ts'
import { PrintJob } from './print-job.ts'
import { PrinterLanguage } from './printer-language.ts'
import { PrinterSettings } from './printer-settings.ts'
import { PrinterStatus } from './printer-status.ts'
import { UsbAccessPlan } from './usb-access.ts'

export const Printer = z.object({
  id: z.string(),
  transport: z.enum(['usb', 'file', 'network']),
  /** Given by the user to a network printer; '' where there is none. */
  name: z.string(),
  maker: z.string(),
  model: z.string(),
  /** USB serial number, or null when the printer has none and is known by its port. */
  serial: z.string().nullable(),
  /** Where a network printer listens, `host:port`; null for the others. */
  address: z.string().nullable(),
  connected: z.boolean(),
  /** As set by the user, else from the IEEE 1284 id or the printer's own answer; null while nobody knows. */
  language: PrinterLanguage.nullable(),
  /** The resolution the printer tells of itself; null when it does not. The settings hold what is printed with. */
  reportedDpi: Dpi.nullable(),
  status: PrinterStatus,
  settings: PrinterSettings,
  paused: z.boolean(),
})
export type Printer = z.infer<typeof Printer>

export const NewNetworkPrinter = NetworkAddress.extend({
  name: z.string().trim().max(30, '名称最多 30 个字'),
})
export type NewNetworkPrinter = z.infer<typeof NewNetworkPrinter>

/** What a connection test found out; where no connection came about the call fails instead, with the reason. */
export const NetworkPrinterTest = z.object({
  /** null: the printer took the connection but answered in no language we know. */
  language: PrinterLanguage.nullable(),
  model: z.string().nullable(),
  dpi: Dpi.nullable(),
  status: PrinterStatus,
})
export type NetworkPrinterTest = z.infer<typeof NetworkPrinterTest>

const OfPrinter = z.object({ printerId: z.string() })
const OfJob = z.object({ jobId: z.string() })

export const printingAgentMethods = {
  listPrinters: { input: z.void(), output: z.array(Printer) },
  savePrinterSettings: { input: OfPrinter.extend({ settings: PrinterSettings }), output: Printer },
  /** Connects and asks, prints nothing and remembers nothing. */
  testNetworkPrinter: { input: NetworkAddress, output: NetworkPrinterTest },
  /** Works for a printer that is switched off, too. Fails `already-taken` when this address is there already. */
  addNetworkPrinter: { input: NewNetworkPrinter, output: Printer },
  /** Fails `conflict` while jobs for it are not finished; what was printed stays in the queue's list. */
  removeNetworkPrinter: { input: OfPrinter, output: z.void() },
  /** What would have to be installed so that USB printers may be used directly; does nothing. */
  planUsbAccess: { input: z.void(), output: UsbAccessPlan },
  /** Does it, with the administrator's password; fails `not-allowed` without. */
  installUsbAccess: { input: z.void(), output: UsbAccessPlan },
  printTestLabel: { input: OfPrinter, output: PrintJob },
  pausePrinter: { input: OfPrinter, output: Printer },
  resumePrinter: { input: OfPrinter, output: Printer },
  listJobs: { input: z.void(), output: z.array(PrintJob) },
  /** Sends the job again because the user says so; after `needs-attention` this may print a label twice, which the screen says. */
  retryJob: { input: OfJob, output: PrintJob },
  cancelJob: { input: OfJob, output: PrintJob },
  /** Ahead of all others that wait for its printer; fails `conflict` when it does not wait any more. */
  printJobNext: { input: OfJob, output: PrintJob },
  /** All that wait for this printer; what is being sent or asks for a decision stays. Gives how many. */
  cancelWaitingJobs: { input: OfPrinter, output: z.object({ cancelled: z.number().int() }) },
  /** The user has the label in hand: the job that needed attention is done. */
  markJobPrinted: { input: OfJob, output: PrintJob },
}
