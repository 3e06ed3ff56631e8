import type { Raster } from '../labels/raster.ts'
import type { JobSettings } from './job-settings.ts'
import { encodeCpcl } from './languages/cpcl.ts'
import { encodeEpl } from './languages/epl.ts'
import { encodeEscPos } from './languages/esc-pos.ts'
import { encodeTspl } from './languages/tspl.ts'
import { encodeZpl } from './languages/zpl.ts'
import type { PrinterLanguage } from './printer-language.ts'

const ENCODERS: Record<PrinterLanguage, (raster: Raster, settings: JobSettings) => Uint8Array> = {
  tspl: encodeTspl,
  zpl: encodeZpl,
  epl: encodeEpl,
  cpcl: encodeCpcl,
  'esc-pos': encodeEscPos,
}

/** The bytes of one job in the printer's language. Throws RangeError when raster and paper differ in size. */
export function encodeJob(language: PrinterLanguage, raster: Raster, settings: JobSettings): Uint8Array {
  return ENCODERS[language](raster, settings)
}
