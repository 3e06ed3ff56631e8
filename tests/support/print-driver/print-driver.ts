/**
 * The agent's printing on its own in a process: the virtual printer's preload must be there from a process's start, and kill −9 needs something to
 * kill. Started by start-print-driver.ts; takes `{id, method, input}` as JSON lines on stdin, answers `{id, value}` or `{id, error}`, and prints
 * `{job}` whenever a job changes. The database file and the timings come as arguments.
 */
import Sqlite from 'better-sqlite3'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import type { PrinterSettings } from '../../../domain/printing/printer-settings.ts'
import { createPrintOrders } from '../../../electron/agent/labels/print-orders.ts'
import { createPrintRecorder } from '../../../electron/agent/labels/print-recorder.ts'
import { createPrintService } from '../../../electron/agent/printing/print-service.ts'
import type { PrintTimings } from '../../../electron/agent/printing/print-lane.ts'
import { migrate } from '../../../electron/agent/storage/migrations.ts'
import { createPaperRegister } from './paper-register.ts'
import { specimenRaster } from './specimen-raster.ts'

const [, , folder = '.', timings = '{}'] = process.argv
const db = new Sqlite(join(folder, 'printing.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.pragma('foreign_keys = ON')
migrate(db)

const say = (line: Record<string, unknown>) => process.stdout.write(JSON.stringify(line) + '\n')
const register = createPaperRegister(db)
const recorder = createPrintRecorder({
  db,
  orders: createPrintOrders(db),
  workspaceHolding: register.workspaceHolding,
  now: () => new Date(),
})
const service = createPrintService({
  db,
  printedFolder: join(folder, 'printed'),
  now: () => new Date(),
  log: {
    info: (message) => say({ log: message }),
    warn: (message) => say({ log: message }),
    error: (message) => say({ log: message }),
  },
  registerPrint: (job) => {
    recorder.record(job)
  },
  onJobChanged: (job) => {
    say({ job })
  },
  onPrintersChanged: () => say({ printersChanged: true }),
  // Safe: the test that starts this process passes PrintTimings.
  timings: JSON.parse(timings) as Partial<PrintTimings>,
})

interface Line {
  id: number
  method: string
  // Each method's caller in the tests gives what its handler takes; see `answer`.
  input: {
    printerId: string
    jobId: string
    settings: PrinterSettings
    seed: number
    copies: number
    host: string
    port: number
  }
}

async function answer({ method, input }: Line): Promise<unknown> {
  const { handlers } = service
  switch (method) {
    case 'enqueue':
      return service.enqueue({
        printerId: input.printerId,
        title: `标签 ${input.seed}`,
        raster: specimenRaster(input.seed),
        labelId: `label-${input.seed}`,
        copies: input.copies,
      })
    case 'listPrinters':
      return handlers.listPrinters()
    case 'addNetworkPrinter':
      return handlers.addNetworkPrinter({ host: input.host, port: input.port, name: '' })
    case 'register':
      return register.list()
    case 'listJobs':
      return handlers.listJobs()
    case 'savePrinterSettings':
      return handlers.savePrinterSettings(input)
    case 'printTestLabel':
      return handlers.printTestLabel(input)
    case 'pausePrinter':
      return handlers.pausePrinter(input)
    case 'resumePrinter':
      return handlers.resumePrinter(input)
    case 'retryJob':
      return handlers.retryJob(input)
    case 'cancelJob':
      return handlers.cancelJob(input)
    case 'printJobNext':
      return handlers.printJobNext(input)
    case 'cancelWaitingJobs':
      return handlers.cancelWaitingJobs(input)
    case 'markJobPrinted':
      return handlers.markJobPrinted(input)
    default:
      throw new Error(`unknown method ${method}`)
  }
}

await service.start()
recorder.catchUp(service.finishedLabelJobs(), (jobId) => service.findJob(jobId))
say({ started: true })
const lines = createInterface({ input: process.stdin })
lines.on('line', (text) => {
  // Safe: only start-print-driver.ts writes to this process.
  const line = JSON.parse(text) as Line
  answer(line).then(
    (value) => say({ id: line.id, value }),
    (error: unknown) => say({ id: line.id, error: error instanceof Error ? error.message : String(error) }),
  )
})
lines.on('close', () => {
  void service.stop().then(() => db.close())
})
