/**
 * Transfers that end when we say so. On Linux the time-outs of `usb` 2.18 (endpoint.timeout, controlTransfer's) do not fire
 * before about 60 s, so each transfer here has its own timer and is cancelled; the count of bytes already moved stays known.
 */
import type { Device, LibUSBException, Transfer, usb } from 'usb'
import type { InEndpoint, OutEndpoint } from 'usb'
import { TRANSFER_STALL, usbErrorNumber } from './usb-errors.ts'

export type UsbLibrary = typeof usb

export interface TransferLimits {
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

export interface TransferEnd {
  /** undefined when the transfer completed; it may be shorter than asked even so. */
  readonly error: Error | undefined
  readonly buffer: Buffer
  readonly actualBytes: number
  /** False when the transfer was refused before anything could go out. */
  readonly submitted: boolean
}

type Done = (error: LibUSBException | undefined, buffer: Buffer, actual: number) => void

const SETUP_BYTES = 8

/** Moves one buffer to or from an endpoint; never rejects. */
export function bulkTransfer(
  endpoint: InEndpoint | OutEndpoint,
  buffer: Buffer,
  limits: TransferLimits,
): Promise<TransferEnd> {
  return runTransfer((done) => endpoint.makeTransfer(0, done), buffer, limits)
}

export interface ControlRequest {
  readonly requestType: number
  readonly request: number
  readonly value: number
  readonly index: number
  /** How many bytes an answer may have; 0 for requests without data. */
  readonly length: number
}

/** Sends a control request without outgoing data and gives the answer's bytes; rejects with libusb's error. */
export async function controlTransfer(
  library: UsbLibrary,
  device: Device,
  request: ControlRequest,
  limits: TransferLimits,
): Promise<Buffer> {
  const buffer = Buffer.alloc(SETUP_BYTES + request.length)
  buffer.writeUInt8(request.requestType, 0)
  buffer.writeUInt8(request.request, 1)
  buffer.writeUInt16LE(request.value, 2)
  buffer.writeUInt16LE(request.index, 4)
  buffer.writeUInt16LE(request.length, 6)
  const end = await runTransfer(
    (done) => new library.Transfer(device, 0, library.LIBUSB_TRANSFER_TYPE_CONTROL, 0, done),
    buffer,
    limits,
  )
  if (end.error) throw end.error
  return buffer.subarray(SETUP_BYTES, SETUP_BYTES + end.actualBytes)
}

/** Takes the halt off an endpoint after a stall; what it had queued is gone. Never rejects. */
export function clearHalt(endpoint: InEndpoint | OutEndpoint): Promise<void> {
  return new Promise((resolve) => {
    endpoint.clearHalt(() => {
      resolve()
    })
  })
}

export function isStall(error: Error | undefined): boolean {
  return error !== undefined && usbErrorNumber(error) === TRANSFER_STALL
}

function runTransfer(
  make: (done: Done) => Transfer,
  buffer: Buffer,
  limits: TransferLimits,
): Promise<TransferEnd> {
  return new Promise((resolve) => {
    if (limits.signal?.aborted) {
      resolve({ error: new Error('aborted before it began'), buffer, actualBytes: 0, submitted: false })
      return
    }
    const cancel = () => {
      try {
        transfer.cancel()
      } catch {
        // libusb refuses when the device is going away at this moment: the completion then comes by itself.
        return
      }
    }
    const settle = (end: TransferEnd) => {
      clearTimeout(timer)
      limits.signal?.removeEventListener('abort', cancel)
      resolve(end)
    }
    const transfer = make((error, _buffer, actual) => {
      settle({ error, buffer, actualBytes: actual, submitted: true })
    })
    const timer = setTimeout(cancel, limits.timeoutMs)
    limits.signal?.addEventListener('abort', cancel)
    try {
      transfer.submit(buffer)
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error))
      settle({ error: reason, buffer, actualBytes: 0, submitted: false })
    }
  })
}
