import type { Dpi } from '../labels/label-size.ts'
import { asciiBytes } from './job-bytes.ts'
import type { PrinterLanguage } from './printer-language.ts'
import { readZplIdentification } from './printer-status-readers.ts'

const ETX = 0x03

/** What a printer's own answer told of it; what the answer does not hold is null. */
export interface SpokenLanguage {
  readonly language: PrinterLanguage
  readonly model: string | null
  readonly dpi: Dpi | null
}

export interface LanguageQuestion {
  readonly request: Uint8Array
  readonly isWhole: (answer: Uint8Array) => boolean
  /** null when the answer is not in the language's own form: then it proves nothing. */
  readonly read: (answer: Uint8Array) => SpokenLanguage | null
}

/**
 * Put in this order to a printer whose IEEE 1284 id tells no language, or that has none: the first recognisable answer decides. Neither makes a
 * printer of another language print a label, though one in a plain text mode may print the few characters of the second.
 */
export const LANGUAGE_QUESTIONS: readonly LanguageQuestion[] = [
  {
    request: asciiBytes('\x1b!?'),
    isWhole: (answer) => answer.length > 0,
    read: (answer) =>
      answer.length === 1 && isTsplStatusByte(answer[0] ?? 0xff)
        ? { language: 'tspl', model: null, dpi: null }
        : null,
  },
  {
    request: asciiBytes('~HI\r\n'),
    isWhole: (answer) => answer.includes(ETX),
    read: (answer) => {
      const said = readZplIdentification(answer)
      return said && { language: 'zpl', model: said.model, dpi: dpiOf(said.dotsPerMm) }
    },
  },
]

/** An echo or noise must not pass for a state: nothing prints while it reports trouble, and only these troubles come together (GP-2120T manual p. 30). */
function isTsplStatusByte(byte: number): boolean {
  const troubles = byte & 0x0f
  const isPrinting = (byte & 0x20) !== 0
  return ![0x06, 0x07, 0x0e, 0x0f].includes(troubles) && !(isPrinting && troubles !== 0)
}

/** 12 dots per millimetre are sold as 300 dpi; heads of 6 and 24 are not served. */
function dpiOf(dotsPerMm: number): Dpi | null {
  return dotsPerMm === 8 ? 203 : dotsPerMm === 12 ? 300 : null
}
