import type { Device } from 'usb'
import {
  PrinterWriteError,
  type LabelPrinter,
  type PrinterIdentity,
  type PrintingLog,
  type SendOptions,
} from './label-printer.ts'
import type { UsbPrinterPlace } from './usb-descriptors.ts'
import { cutOffMessage, printerTroubleMessage } from './printer-trouble.ts'
import { usbFailure, usbFailureCode } from './usb-errors.ts'
import { createUsbSessions, type UsbSession } from './usb-session.ts'
import { readUsbStatus } from './usb-status.ts'
import {
  bulkTransfer,
  clearHalt,
  controlTransfer,
  isStall,
  type TransferEnd,
  type UsbLibrary,
} from './usb-transfer.ts'

/** Small enough that the time-out measures a printer standing still, not a long label on a slow printer. */
const CHUNK_BYTES = 16 * 1024
const LINGER_MS = 3000
const SOFT_RESET = { requestType: 0x21, request: 2, value: 0, length: 0 }

export interface UsbLabelPrinter extends LabelPrinter {
  /** Writes raw bytes; resolves when all were accepted, else throws PrinterWriteError. */
  write(bytes: Uint8Array, options: SendOptions): Promise<{ writtenBytes: number }>
  /** Gives the device back; the object must not be used afterwards. */
  close(): Promise<void>
}

export interface UsbLabelPrinterDeps {
  readonly library: UsbLibrary
  readonly device: Device
  readonly place: UsbPrinterPlace
  readonly identity: PrinterIdentity
  readonly log: PrintingLog
}

/** A USB label printer driven through libusb, without any driver of the operating system. */
export function createUsbLabelPrinter({
  library,
  device,
  place,
  identity,
  log,
}: UsbLabelPrinterDeps): UsbLabelPrinter {
  const sessions = createUsbSessions(device, place, LINGER_MS)

  const write = async (bytes: Uint8Array, options: SendOptions) => {
    const progress = { began: false }
    try {
      return await sessions.use((session) => {
        progress.began = true
        return writeAll(session, bytes, options)
      })
    } catch (error) {
      if (error instanceof PrinterWriteError) throw error
      if (progress.began) throw error
      const { code, ...details } = usbFailure(error).failure
      throw new PrinterWriteError(code, { writtenBytes: 0, mayHaveReached: false }, details)
    }
  }

  return {
    identity,
    write,
    readStatus: (language) => sessions.use((session) => readUsbStatus(library, session, language)),
    send: ({ bytes }, options) => write(bytes, options),
    reset: async () => {
      try {
        await sessions.use(async (session) => {
          await clearHalt(session.out)
          if (session.in) await clearHalt(session.in)
          await controlTransfer(
            library,
            device,
            { ...SOFT_RESET, index: place.interfaceNumber },
            { timeoutMs: 500 },
          )
        })
      } catch (error) {
        // Many printers do not know SOFT_RESET; the filler the queue sends next does not depend on it.
        log.warn(`soft reset of ${identity.id} refused: ${usbFailureCode(error)}`)
      }
    },
    close: () => sessions.close(),
  }
}

async function writeAll(session: UsbSession, bytes: Uint8Array, options: SendOptions) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let writtenBytes = 0
  while (writtenBytes < buffer.length) {
    const chunk = buffer.subarray(writtenBytes, writtenBytes + CHUNK_BYTES)
    const end = await bulkTransfer(session.out, chunk, {
      timeoutMs: options.timeoutMs,
      signal: options.signal,
    })
    writtenBytes += end.actualBytes
    // A short write is no error to libusb; it is to us, since nobody can say what the printer makes of the rest.
    if (end.error || end.actualBytes < chunk.length) {
      if (isStall(end.error)) await clearHalt(session.out)
      throw writeError(end, writtenBytes, buffer.length)
    }
  }
  return { writtenBytes }
}

function writeError(end: TransferEnd, writtenBytes: number, totalBytes: number): PrinterWriteError {
  const code = end.error ? usbFailureCode(end.error) : 'printer-not-accepting'
  // A stall is the printer's own refusal of the packet; any other end may leave packets delivered that the system did not count.
  const mayHaveReached = writtenBytes > 0 || (end.submitted && !isStall(end.error))
  const trouble = mayHaveReached ? cutOffMessage(code) : printerTroubleMessage(code)
  const message = `${trouble}（已发送 ${writtenBytes} / ${totalBytes} 字节）`
  return new PrinterWriteError(code, { writtenBytes, mayHaveReached }, { message })
}
