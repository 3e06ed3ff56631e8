import { joinBytes } from './job-bytes.ts'
import type { PrinterLanguage } from './printer-language.ts'

/** Blank dots fill up the picture; then comes what drops it: all but ZPL take the bytes after a cut as dots first. */
const END: Record<PrinterLanguage, (blank: Uint8Array) => (string | Uint8Array)[]> = {
  tspl: (blank) => ['X', blank, '\r\nCLS\r\n'],
  zpl: () => ['~JA\r\n'],
  epl: (blank) => ['X', blank, '\nN\n'],
  // A CPCL session ends with ABORT instead of PRINT (CPCL manual, ABORT).
  cpcl: (blank) => ['X', blank, '\r\nABORT\r\n'],
  'esc-pos': (blank) => [blank, Uint8Array.of(0x1b, 0x40)],
}

/**
 * Bytes that bring a printer back to the start of a line after a job was cut off, without printing what it has of it. A TSPL printer cut off inside
 * BITMAP takes whatever comes next as dots, so it is given as many bytes as it may still be waiting for (`unfinishedBytes` is an upper bound), and
 * the picture is cleared. The letter in front spoils a PRINT that was cut off just before its line end. Zebra's ^GF ends at any `~` or `^`
 * (ZPL II programming guide, ^GF); ~JA drops the format begun. Not yet seen on a real printer.
 */
export function endInterruptedJob(language: PrinterLanguage, unfinishedBytes: number): Uint8Array {
  if (unfinishedBytes <= 0) return new Uint8Array(0)
  return joinBytes(END[language](new Uint8Array(unfinishedBytes)))
}
