import {
  printerStatus,
  type PrinterState,
  type PrinterStatus,
} from '../../../../domain/printing/printer-status.ts'
import { detectDpi, detectLanguage } from '../../../../domain/printing/printer-language.ts'
import { PrinterWriteError, type LabelPrinter } from '../label-printer.ts'
import { printerTroubleMessage } from '../printer-trouble.ts'
import { WindowsError, type WindowsLibrary, type WindowsQueue } from './windows-library.ts'

const WORK_OFFLINE = 0x400
/** PRINTER_STATUS_… of winspool.h, worst first. */
const STATES: readonly (readonly [number, PrinterState])[] = [
  [0x400000, 'head-open'],
  [0x8, 'jam'],
  [0x10, 'paper-out'],
  [0x40, 'paper-out'],
  [0x40000, 'ribbon-out'],
  [0x2, 'error'],
  [0x1, 'paused'],
  [0x80, 'not-answering'],
  [0x1000, 'not-answering'],
  [0x400, 'printing'],
  [0x4000, 'printing'],
]

/**
 * An installed Windows queue, printed to as RAW. The spooler takes a job whether or not the printer is there, so the queue is looked at first and nothing is
 * sent to one that is off; it never says that a label is on paper, so a job is at most “sent”.
 */
export function createSpoolerPrinter(windows: WindowsLibrary, queue: WindowsQueue): LabelPrinter {
  const said = {
    manufacturer: '',
    model: `${queue.name} ${queue.driver}`,
    commandSets: [],
    serialNumber: '',
    description: '',
  }
  const look = (): WindowsQueue | undefined => windows.listQueues().find(({ name }) => name === queue.name)

  return {
    identity: {
      id: `usb:queue:${queue.name}`,
      transport: 'usb',
      maker: '',
      model: queue.name,
      serial: null,
      language: detectLanguage(said),
      dpi: detectDpi(said),
    },
    readStatus: () => Promise.resolve(queueStatus(look())),
    send: ({ bytes, jobId }) => {
      const status = queueStatus(look())
      if (status.state !== 'unknown' && status.state !== 'printing') return Promise.reject(nothingSent())
      try {
        windows.printRaw(queue.name, jobId, bytes)
        return Promise.resolve({ writtenBytes: bytes.length })
      } catch (error) {
        if (!(error instanceof WindowsError)) throw error
        // Before the document began nothing can have been spooled.
        const mayHaveReached = error.message.startsWith('WritePrinter')
        return Promise.reject(
          new PrinterWriteError(
            'printer-not-accepting',
            { writtenBytes: 0, mayHaveReached },
            { message: printerTroubleMessage('printer-not-accepting') },
          ),
        )
      }
    },
    reset: () => Promise.resolve(),
  }
}

/** A queue that reports nothing wrong may still lead to a printer without paper: it is never called ready. */
function queueStatus(queue: WindowsQueue | undefined): PrinterStatus {
  if (!queue || (queue.attributes & WORK_OFFLINE) !== 0) return printerStatus(['not-answering'])
  const found = STATES.filter(([bit]) => (queue.status & bit) !== 0).map(([, state]) => state)
  return printerStatus(found.length > 0 ? found : ['unknown'])
}

function nothingSent(): PrinterWriteError {
  return new PrinterWriteError(
    'printer-unavailable',
    { writtenBytes: 0, mayHaveReached: false },
    { message: printerTroubleMessage('printer-unavailable') },
  )
}
