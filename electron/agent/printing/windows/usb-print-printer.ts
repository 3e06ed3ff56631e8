import { FailureError, type FailureCode } from '../../../../domain/contracts/failure.ts'
import { printerStatus } from '../../../../domain/printing/printer-status.ts'
import { STATUS_QUESTIONS } from '../../../../domain/printing/status-question.ts'
import { PrinterWriteError, type LabelPrinter, type PrinterIdentity } from '../label-printer.ts'
import { cutOffMessage, printerTroubleMessage } from '../printer-trouble.ts'
import { WindowsError, type Handle, type WindowsLibrary } from './windows-library.ts'

const CHUNK_BYTES = 16 * 1024
const ANSWER_TIMEOUT_MS = 300
const ERROR_ACCESS_DENIED = 5
const ERROR_SHARING_VIOLATION = 32
const ERROR_OPERATION_ABORTED = 995
/** Gone: file not found, device not connected, no such device. */
const GONE = new Set([2, 31, 433, 1167])

/** A USB printer through usbprint.sys, the class driver that is part of Windows: one handle for each piece of work. */
export function createUsbPrintPrinter(
  windows: WindowsLibrary,
  path: string,
  identity: PrinterIdentity,
): LabelPrinter {
  let queue: Promise<unknown> = Promise.resolve()
  const exclusive = <T>(work: () => Promise<T>): Promise<T> => {
    const result = queue.then(work)
    queue = result.catch(() => undefined)
    return result
  }
  const withHandle = async <T>(work: (handle: Handle) => Promise<T>): Promise<T> => {
    const handle = open(windows, path)
    try {
      return await work(handle)
    } finally {
      windows.closeDevice(handle)
    }
  }

  return {
    identity,
    readStatus: (language) =>
      exclusive(() =>
        withHandle(async (handle) => {
          const question = language && STATUS_QUESTIONS[language]
          if (!question) return printerStatus(['unknown'])
          const asked = await windows.write(handle, question.request, ANSWER_TIMEOUT_MS)
          if (GONE.has(asked.error)) throw failure('printer-unavailable')
          if (asked.error !== 0) return printerStatus(['not-answering'])
          let answer = new Uint8Array(0)
          const until = Date.now() + ANSWER_TIMEOUT_MS
          while (!question.isWhole(answer) && Date.now() < until) {
            const more = await windows.read(handle, 512, Math.max(1, until - Date.now()))
            if (!more) break
            answer = Uint8Array.from([...answer, ...more])
          }
          // usbprint.sys often reads nothing although the printer answers: silence proves nothing here.
          return answer.length > 0 ? question.read(answer) : printerStatus(['unknown'])
        }),
      ),
    send: ({ bytes }, { timeoutMs, signal }) =>
      exclusive(async () => {
        let handle: Handle
        try {
          handle = open(windows, path)
        } catch (error) {
          if (!(error instanceof FailureError)) throw error
          const { code, ...details } = error.failure
          throw new PrinterWriteError(code, { writtenBytes: 0, mayHaveReached: false }, details)
        }
        try {
          let writtenBytes = 0
          while (writtenBytes < bytes.length) {
            if (signal?.aborted) throw cutOff(ERROR_OPERATION_ABORTED, writtenBytes, bytes.length)
            const chunk = bytes.subarray(writtenBytes, writtenBytes + CHUNK_BYTES)
            const end = await windows.write(handle, chunk, timeoutMs)
            writtenBytes += end.writtenBytes
            if (end.error !== 0 || end.writtenBytes < chunk.length)
              throw cutOff(end.error, writtenBytes, bytes.length)
          }
          return { writtenBytes }
        } finally {
          windows.closeDevice(handle)
        }
      }),
    reset: () => Promise.resolve(),
  }
}

function open(windows: WindowsLibrary, path: string): Handle {
  try {
    return windows.openDevice(path)
  } catch (error) {
    if (!(error instanceof WindowsError)) throw error
    if (error.code === ERROR_ACCESS_DENIED) throw failure('printer-no-permission')
    throw failure(error.code === ERROR_SHARING_VIOLATION ? 'printer-busy' : 'printer-unavailable')
  }
}

/** How much of a cut-off write has arrived is the driver's word; a packet more may be on paper, so it is never called nothing once a write was begun. */
function cutOff(error: number, writtenBytes: number, totalBytes: number): PrinterWriteError {
  const code = GONE.has(error) ? 'printer-unavailable' : 'printer-not-accepting'
  const message = `${cutOffMessage(code)}（已发送 ${writtenBytes} / ${totalBytes} 字节）`
  return new PrinterWriteError(code, { writtenBytes, mayHaveReached: true }, { message })
}

function failure(code: FailureCode): FailureError {
  return new FailureError(code, { message: printerTroubleMessage(code) })
}
