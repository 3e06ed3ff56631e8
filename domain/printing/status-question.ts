import { asciiBytes } from './job-bytes.ts'
import type { PrinterLanguage } from './printer-language.ts'
import { readTsplStatusByte, readZplErrors } from './printer-status-readers.ts'
import type { PrinterStatus } from './printer-status.ts'

const ETX = 0x03

/** How a printer is asked for its state in its own language, over whatever cable. */
export interface StatusQuestion {
  readonly request: Uint8Array
  /** Whether the bytes that came so far are the whole answer. */
  readonly isWhole: (answer: Uint8Array) => boolean
  readonly read: (answer: Uint8Array) => PrinterStatus
}

/** Languages that answer in a form we read; the others tell nothing. */
export const STATUS_QUESTIONS: Partial<Record<PrinterLanguage, StatusQuestion>> = {
  tspl: {
    request: asciiBytes('\x1b!?'),
    isWhole: (answer) => answer.length > 0,
    read: (answer) => readTsplStatusByte(answer.subarray(-1)),
  },
  // ~HS does not answer when media is out or the head is open (Zebra's own manual); ~HQES always does.
  zpl: { request: asciiBytes('~HQES\r\n'), isWhole: (answer) => answer.includes(ETX), read: readZplErrors },
}
