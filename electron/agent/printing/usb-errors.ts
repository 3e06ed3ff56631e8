import { FailureError, type FailureCode } from '../../../domain/contracts/failure.ts'
import { printerTroubleMessage } from './printer-trouble.ts'

// libusb's numbers: negative are errors of a call (enum libusb_error), positive the end of a transfer (enum libusb_transfer_status).
const ERROR_ACCESS = -3
const ERROR_NO_DEVICE = -4
const ERROR_NOT_FOUND = -5
const ERROR_BUSY = -6
const ERROR_NOT_SUPPORTED = -12
/** Ended by our own time-out. */
export const TRANSFER_CANCELLED = 3
export const TRANSFER_STALL = 4
const TRANSFER_NO_DEVICE = 5

const CODES: Record<number, FailureCode> = {
  [ERROR_ACCESS]: 'printer-no-permission',
  [ERROR_BUSY]: 'printer-busy',
  [ERROR_NO_DEVICE]: 'printer-unavailable',
  [ERROR_NOT_FOUND]: 'printer-unavailable',
  [ERROR_NOT_SUPPORTED]: 'printer-unavailable',
  [TRANSFER_NO_DEVICE]: 'printer-unavailable',
}

/** libusb's number of an error, when it is one of libusb's. */
export function usbErrorNumber(error: unknown): number | null {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : null
}

export function usbFailureCode(error: unknown): FailureCode {
  if (error instanceof FailureError) return error.failure.code
  return CODES[usbErrorNumber(error) ?? 0] ?? 'printer-not-accepting'
}

export function usbFailure(error: unknown): FailureError {
  if (error instanceof FailureError) return error
  const code = usbFailureCode(error)
  return new FailureError(code, { message: printerTroubleMessage(code) })
}

/** The cable is out or the power off, as opposed to a printer that is there and in trouble. */
export function isDisconnection(error: unknown): boolean {
  return usbFailureCode(error) === 'printer-unavailable'
}
