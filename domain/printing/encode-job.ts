import type { Raster } from '../labels/raster.ts'
import type { JobSettings } from './job-settings.ts'
import { encodeCpcl } from './languages/cpcl.ts'
import { encodeEpl } from './languages/epl.ts'
import { encodeEscPos } from './languages/esc-pos.ts'
import { encodeTspl } from './languages/tspl.ts'
import type { Deflate } from './languages/z64.ts'
import { encodeZpl } from './languages/zpl.ts'
import type { PrinterLanguage } from './printer-language.ts'

type Encoder = (raster: Raster, settings: JobSettings, deflate: Deflate | null) => Uint8Array

const ENCODERS: Record<PrinterLanguage, Encoder> = {
  tspl: encodeTspl,
  zpl: encodeZpl,
  epl: encodeEpl,
  cpcl: encodeCpcl,
  'esc-pos': encodeEscPos,
}

/** The bytes of one job in the printer's language, deflated where that is given and the language knows how. Throws RangeError when raster and paper differ in size. */
export function encodeJob(
  language: PrinterLanguage,
  raster: Raster,
  settings: JobSettings,
  deflate: Deflate | null = null,
): Uint8Array {
  return ENCODERS[language](raster, settings, deflate)
}
