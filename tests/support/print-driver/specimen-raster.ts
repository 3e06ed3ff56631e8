import { createRaster, type Raster } from '../../../domain/labels/raster.ts'
import { DEFAULT_PRINTER_SETTINGS, jobSettings } from '../../../domain/printing/printer-settings.ts'
import { encodeTspl } from '../../../domain/printing/languages/tspl.ts'

/** A 60×40 mm label at 203 dpi filled with dots that differ from seed to seed. */
export function specimenRaster(seed: number): Raster {
  const raster = createRaster(480, 320)
  let state = (seed * 2654435761 + 1) >>> 0
  raster.bits.forEach((_, index) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    raster.bits[index] = state >>> 24
  })
  return raster
}

/** The bytes by which a printer with the default settings gets that label. */
export function specimenJob(seed: number, copies = 1): Buffer {
  return Buffer.from(encodeTspl(specimenRaster(seed), jobSettings(DEFAULT_PRINTER_SETTINGS, copies)))
}
