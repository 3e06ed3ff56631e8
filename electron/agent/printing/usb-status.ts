import type { PrinterLanguage } from '../../../domain/printing/printer-language.ts'
import {
  readTsplStatusByte,
  readUsbPortStatus,
  readZplErrors,
} from '../../../domain/printing/printer-status-readers.ts'
import { printerStatus, type PrinterStatus } from '../../../domain/printing/printer-status.ts'
import type { UsbSession } from './usb-session.ts'
import { bulkTransfer, clearHalt, controlTransfer, isStall, type UsbLibrary } from './usb-transfer.ts'
import { isDisconnection, usbFailure } from './usb-errors.ts'

const ANSWER_TIMEOUT_MS = 300
const DRAIN_TIMEOUT_MS = 20
const ANSWER_BYTES = 512
const ETX = 0x03

/** Languages that answer in a form we read; the others say no more than the USB class's port status does. */
const REQUESTS: Partial<Record<PrinterLanguage, Buffer>> = {
  tspl: Buffer.from('\x1b!?', 'latin1'),
  // ~HS does not answer when media is out or the head is open (Zebra's own manual); ~HQES always does.
  zpl: Buffer.from('~HQES\r\n', 'latin1'),
}

/**
 * Asks a printer how it is: in its own language where it can answer, else by the USB class's port status. Reads happen only here,
 * after a question, because continuous reading makes some firmware lose jobs (CUPS quirk `unidir`).
 */
export async function readUsbStatus(
  library: UsbLibrary,
  session: UsbSession,
  language: PrinterLanguage | null,
): Promise<PrinterStatus> {
  const request = language && REQUESTS[language]
  const answer = request ? await ask(session, request) : null
  if (answer && language === 'tspl') return readTsplStatusByte(answer.subarray(-1))
  if (answer && language === 'zpl') return readZplErrors(answer)
  return readPortStatus(library, session)
}

async function ask(session: UsbSession, request: Buffer): Promise<Buffer | null> {
  if (!session.in) return null
  // An answer that came too late for the question before must not pass for this one's.
  await bulkTransfer(session.in, Buffer.alloc(ANSWER_BYTES), { timeoutMs: DRAIN_TIMEOUT_MS })
  const question = await bulkTransfer(session.out, request, { timeoutMs: ANSWER_TIMEOUT_MS })
  if (question.error) {
    if (isDisconnection(question.error)) throw usbFailure(question.error)
    if (isStall(question.error)) await clearHalt(session.out)
    return null
  }
  return readAnswer(session, request === REQUESTS.zpl)
}

async function readAnswer(session: UsbSession, endsWithEtx: boolean): Promise<Buffer | null> {
  if (!session.in) return null
  const parts: Buffer[] = []
  const deadline = Date.now() + ANSWER_TIMEOUT_MS
  while (Date.now() < deadline) {
    const end = await bulkTransfer(session.in, Buffer.alloc(ANSWER_BYTES), {
      timeoutMs: Math.max(1, deadline - Date.now()),
    })
    if (end.error && isDisconnection(end.error)) throw usbFailure(end.error)
    if (end.error && isStall(end.error)) await clearHalt(session.in)
    const part = end.buffer.subarray(0, end.actualBytes)
    if (part.length > 0) parts.push(part)
    if (end.error || (part.length > 0 && (!endsWithEtx || part.includes(ETX)))) break
  }
  return parts.length > 0 ? Buffer.concat(parts) : null
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
