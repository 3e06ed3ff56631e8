import { setTimeout as sleep } from 'node:timers/promises'
import { dotsOf, labelSizeName } from '../../../../domain/labels/label-size.ts'
import type { PrintJob } from '../../../../domain/printing/print-job.ts'
import { PRINT_JOB_STATE_LABELS } from '../../../../domain/printing/print-job.ts'
import { PRINTER_LANGUAGE_LABELS } from '../../../../domain/printing/printer-language.ts'
import type { PrinterSettings } from '../../../../domain/printing/printer-settings.ts'
import { PRINTER_STATE_MESSAGES } from '../../../../domain/printing/printer-status.ts'
import type { Printer } from '../../../../domain/printing/printing-contract.ts'
import { decodePng, NotAPngError } from '../png-decoder.ts'
import type { PrintService } from '../print-service.ts'
import { pictureOnLabel } from './picture-label.ts'

/** What the program's end says to scripts. */
export const EXIT = { done: 0, printerTrouble: 1, wrongUsage: 2, uncertain: 3 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export interface PrinterCommand {
  readonly verb: 'list' | 'status' | 'test' | 'print'
  /** A number of the list or a part of the id or name; null: the only one there is. */
  readonly printer: string | null
  /** The printer's settings with what was given on the command line. */
  readonly adjust: (settings: PrinterSettings) => PrinterSettings
  readonly picture: Buffer | null
  readonly copies: number
  readonly waitMs: number
}

const LOOK_MS = 50

/** Carries out one command with a print service that has been started; says what it does with `say`, a line at a time. */
export async function runPrinterCommand(
  command: PrinterCommand,
  service: PrintService,
  say: (line: string) => void,
): Promise<ExitCode> {
  const printers = await service.handlers.listPrinters()
  if (command.verb === 'list') {
    printers.forEach((printer, index) => say(`${index + 1}  ${describe(printer)}\n   ${printer.id}`))
    return EXIT.done
  }
  const found = choose(printers, command.printer)
  if (typeof found === 'string') {
    say(found)
    return EXIT.wrongUsage
  }
  const settings = command.adjust(found.settings)
  const printer = await service.handlers.savePrinterSettings({ printerId: found.id, settings })
  say(describe(printer))
  if (command.verb === 'status') return printer.status.state === 'ready' ? EXIT.done : EXIT.printerTrouble
  try {
    return await follow(enqueue(command, printer, service), command.waitMs, service, say)
  } catch (error) {
    if (!(error instanceof NotAPngError)) throw error
    say(error.message)
    return EXIT.wrongUsage
  }
}

function enqueue(
  command: PrinterCommand,
  printer: Printer,
  service: PrintService,
): Promise<PrintJob> | PrintJob {
  if (command.verb === 'test') return service.handlers.printTestLabel({ printerId: printer.id })
  const { size, dpi } = printer.settings
  const picture = decodePng(command.picture ?? Buffer.alloc(0))
  const raster = pictureOnLabel(picture, dotsOf(size.widthMm, dpi), dotsOf(size.heightMm, dpi))
  return service.enqueue({ printerId: printer.id, title: '命令行打印', raster, copies: command.copies })
}

/** Tells how far the job comes; one that could not begin in time is taken back, so that nothing prints later unseen. */
async function follow(
  queued: Promise<PrintJob> | PrintJob,
  waitMs: number,
  service: PrintService,
  say: (line: string) => void,
): Promise<ExitCode> {
  const { id } = await queued
  const until = Date.now() + waitMs
  let told = ''
  for (;;) {
    const job = service.findJob(id)
    if (!job) throw new Error('the job is not in the queue')
    const words = [PRINT_JOB_STATE_LABELS[job.state], job.message].filter(Boolean).join('：')
    if (words !== told) say(words)
    told = words
    if (job.state === 'confirmed') return EXIT.done
    if (job.state === 'needs-attention' || (job.state === 'sent' && job.finishedAt !== null))
      return EXIT.uncertain
    if (job.state === 'cancelled') return EXIT.printerTrouble
    if (job.state === 'waiting' && Date.now() > until) {
      await service.handlers.cancelJob({ jobId: id })
      say(`等了 ${Math.round(waitMs / 1000)} 秒没有印成，已取消`)
      return EXIT.printerTrouble
    }
    await sleep(LOOK_MS)
  }
}

function choose(printers: readonly Printer[], wanted: string | null): Printer | string {
  const list = printers.map((printer, index) => `${index + 1}  ${describe(printer)}`).join('\n')
  if (wanted !== null) {
    const byNumber = /^\d{1,2}$/.test(wanted) ? printers[Number(wanted) - 1] : undefined
    const matching = printers.filter(({ id, name, model }) =>
      [id, name, model].some((text) => text.includes(wanted)),
    )
    return (
      byNumber ??
      (matching.length === 1 && matching[0] ? matching[0] : `没有唯一符合“${wanted}”的打印机：\n${list}`)
    )
  }
  const real = printers.filter(({ transport }) => transport !== 'file')
  const [only] = real
  if (only && real.length === 1) return only
  return real.length === 0
    ? '没有找到标签打印机：请接好 USB 线并打开电源，或用 --host 给出网络打印机的地址'
    : `有多台打印机，请用 --printer 选一台：\n${list}`
}

function describe({
  maker,
  model,
  name,
  address,
  serial,
  language,
  status,
  settings,
  connected,
}: Printer): string {
  const { message, action } = PRINTER_STATE_MESSAGES[status.state]
  return [
    name || [maker, model].filter(Boolean).join(' '),
    serial === null ? (address ?? '') : `序列号 ${serial}`,
    language === null ? '未识别打印语言（用 --language 指定）' : PRINTER_LANGUAGE_LABELS[language],
    `${labelSizeName(settings.size)} ${settings.dpi} dpi`,
    connected ? [message, status.detail, action].filter(Boolean).join('，') : `未连接，${status.detail}`,
  ]
    .filter(Boolean)
    .join('；')
}
