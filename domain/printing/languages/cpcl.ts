/**
 * CPCL of Zebra's and HPRT's mobile printers. Lines end with CR LF; after the CG header the dots follow as raw bytes, 1 black (Zebra CPCL manual
 * p. 7-7). Heat and speed stay as they are set at the printer: the makers' ranges differ. Not yet seen on a printer.
 */
import { invertRaster, turnRaster, type Raster } from '../../labels/raster.ts'
import { joinBytes } from '../job-bytes.ts'
import { jobRaster } from '../job-raster.ts'
import type { JobSettings } from '../job-settings.ts'

/** The whole job as bytes. Throws RangeError when raster and paper differ in size. */
export function encodeCpcl(raster: Raster, settings: JobSettings): Uint8Array {
  const drawn = jobRaster(raster, settings)
  const upright = settings.direction === 1 ? turnRaster(drawn) : drawn
  const picture = settings.polarity === 'inverted' ? invertRaster(upright) : upright
  // The manual's own examples name 200 for heads of 203 dots an inch.
  const resolution = settings.dpi === 203 ? 200 : settings.dpi
  const header = [
    '',
    `! 0 ${resolution} ${resolution} ${picture.heightDots} ${settings.copies}`,
    `PAGE-WIDTH ${picture.widthDots}`,
    `CG ${picture.bytesPerRow} ${picture.heightDots} 0 0 `,
  ].join('\r\n')
  // FORM feeds to the next gap or mark; on endless paper that would feed a whole page.
  const feed = settings.media === 'continuous' ? '' : 'FORM\r\n'
  return joinBytes([header, picture.bits, `\r\n${feed}PRINT\r\n`])
}
