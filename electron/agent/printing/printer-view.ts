import { FailureError } from '../../../domain/contracts/failure.ts'
import { addressText } from '../../../domain/printing/network-address.ts'
import { printerStatus, type PrinterStatus } from '../../../domain/printing/printer-status.ts'
import type { Printer } from '../../../domain/printing/printing-contract.ts'
import type { LabelPrinter } from './label-printer.ts'
import type { PrinterRepository, RememberedPrinter } from './printer-repository.ts'
import { printerTroubleMessage } from './printer-trouble.ts'

interface PrinterViewDeps {
  readonly printers: PrinterRepository
  readonly findPrinter: (printerId: string) => LabelPrinter | undefined
  readonly isSending: (printerId: string) => boolean
}

/** A printer as the screens see it: what is remembered of it, and its state, for which it is asked unless it is just being sent a job. */
export function createPrinterView(deps: PrinterViewDeps): (printer: RememberedPrinter) => Promise<Printer> {
  return async (before) => {
    const { status, connected } = deps.isSending(before.id)
      ? { status: printerStatus(['printing']), connected: true }
      : await readState(before, deps.findPrinter(before.id))
    // Read again: a printer that was asked for its state may just have told what it speaks, or have been removed.
    const { id, transport, name, maker, model, serial, address, language, dpi, settings, paused } =
      deps.printers.find(before.id) ?? before
    return {
      id,
      transport,
      name,
      maker,
      model,
      serial,
      address: address && addressText(address),
      connected,
      language: settings.language ?? language,
      reportedDpi: dpi,
      status,
      settings,
      paused,
    }
  }
}

async function readState(
  known: RememberedPrinter,
  printer: LabelPrinter | undefined,
): Promise<{ connected: boolean; status: PrinterStatus }> {
  const silent = (detail: string) => printerStatus(['not-answering'], { detail })
  if (!printer) return { connected: false, status: silent(printerTroubleMessage('printer-unavailable')) }
  try {
    return { connected: true, status: await printer.readStatus(known.settings.language ?? known.language) }
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    // A cable shows whether the printer is there; at an address only trying does.
    const isOut = known.transport === 'network' && error.failure.code === 'printer-unavailable'
    return { connected: !isOut, status: silent(error.message) }
  }
}
