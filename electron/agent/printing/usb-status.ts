import type { PrinterLanguage } from '../../../domain/printing/printer-language.ts'
import { readUsbPortStatus } from '../../../domain/printing/printer-status-readers.ts'
import { printerStatus, type PrinterStatus } from '../../../domain/printing/printer-status.ts'
import { STATUS_QUESTIONS } from '../../../domain/printing/status-question.ts'
import { askUsb } from './usb-question.ts'
import type { UsbSession } from './usb-session.ts'
import { controlTransfer, isStall, type UsbLibrary } from './usb-transfer.ts'
import { isDisconnection, usbFailure } from './usb-errors.ts'

const ANSWER_TIMEOUT_MS = 300

/** Asks a printer how it is: in its own language where it can answer, else by the USB class's port status. */
export async function readUsbStatus(
  library: UsbLibrary,
  session: UsbSession,
  language: PrinterLanguage | null,
): Promise<PrinterStatus> {
  const question = language && STATUS_QUESTIONS[language]
  const answer = question
    ? await askUsb(session, question.request, question.isWhole, ANSWER_TIMEOUT_MS)
    : null
  return question && answer ? question.read(answer) : readPortStatus(library, session)
}

async function readPortStatus(library: UsbLibrary, session: UsbSession): Promise<PrinterStatus> {
  const request = { requestType: 0xa1, request: 1, value: 0, index: session.interfaceNumber, length: 1 }
  try {
    const answer = await controlTransfer(library, session.device, request, { timeoutMs: ANSWER_TIMEOUT_MS })
    const byte = answer[0]
    return byte === undefined ? printerStatus(['unknown']) : readUsbPortStatus(byte)
  } catch (error) {
    if (isDisconnection(error)) throw usbFailure(error)
    // A printer that refuses the request simply cannot tell; one that lets it hang is not answering at all.
    return printerStatus([error instanceof Error && isStall(error) ? 'unknown' : 'not-answering'])
  }
}
