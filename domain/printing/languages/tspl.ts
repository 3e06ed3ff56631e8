/**
 * TSPL and TSPL2, of TSC and the many who follow it. Commands end with CR LF; after the BITMAP header the dots
 * follow as raw bytes. Order and spelling as in TSC's programming manual and as lprint sends it.
 */
import { rasterToRows } from '../../labels/raster.ts'
import type { Raster } from '../../labels/raster.ts'
import { joinBytes } from '../job-bytes.ts'
import { jobRaster } from '../job-raster.ts'
import type { JobSettings } from '../job-settings.ts'

/** The whole job as bytes. Throws RangeError when raster and paper differ in size. */
export function encodeTspl(raster: Raster, settings: JobSettings): Uint8Array {
  const picture = jobRaster(raster, settings)
  const { size } = settings
  const header = [
    // A job cut off earlier may have left half a command in the printer; an empty line ends it.
    '',
    `SIZE ${size.widthMm} mm,${size.heightMm} mm`,
    mediaCommand(settings),
    `DIRECTION ${settings.direction},0`,
    'REFERENCE 0,0',
    'OFFSET 0 mm',
    'SET TEAR ON',
    // With ON the printer prints a label again by itself after paper-out, and the queue's own retry doubles it.
    'SET REPRINT OFF',
    `DENSITY ${settings.density}`,
    `SPEED ${settings.speedIps}`,
    'CLS',
  ].join('\r\n')
  return joinBytes([
    header,
    `\r\nBITMAP 0,0,${picture.bytesPerRow},${picture.heightDots},0,`,
    bitmapBytes(picture, settings.polarity),
    `\r\nPRINT 1,${settings.copies}\r\n`,
  ])
}

function mediaCommand({ media, size }: JobSettings): string {
  if (media === 'continuous') return 'GAP 0 mm,0 mm'
  return media === 'mark' ? `BLINE ${size.gapMm} mm,0 mm` : `GAP ${size.gapMm} mm,0 mm`
}

/** TSPL burns a dot where the bit is 0; so all is turned over, which also makes the padding at the right blank. */
function bitmapBytes(picture: Raster, polarity: JobSettings['polarity']): Uint8Array {
  if (polarity === 'normal') return picture.bits.map((byte) => ~byte & 0xff)
  return joinBytes(rasterToRows(picture))
}
