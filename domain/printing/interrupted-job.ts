import { joinBytes } from './job-bytes.ts'
import type { PrinterLanguage } from './printer-language.ts'

/**
 * Bytes that bring a printer back to the start of a line after a job was cut off, without printing what it has of it. A TSPL printer cut off inside
 * BITMAP takes whatever comes next as dots, so it is given as many bytes as it may still be waiting for (`unfinishedBytes` is an upper bound), and
 * the picture is cleared. The letter in front spoils a PRINT that was cut off just before its line end. Zebra's ^GF ends at any `~` or `^`
 * (ZPL II programming guide, ^GF); ~JA drops the format begun. Not yet seen on a real printer.
 */
export function endInterruptedJob(language: PrinterLanguage, unfinishedBytes: number): Uint8Array {
  if (unfinishedBytes <= 0) return new Uint8Array(0)
  return language === 'zpl'
    ? joinBytes(['~JA\r\n'])
    : joinBytes(['X', new Uint8Array(unfinishedBytes), '\r\nCLS\r\n'])
}
