/**
 * EPL2 of Eltron and Zebra (LP and TLP 2844) and of Argox as PPLB. Lines end with LF; after the GW header the dots follow as raw bytes, 0 black
 * (support.zebra.com, GW command). Other commands after the EPL2 programmer's manual as far as it was known from memory: not yet seen on a printer.
 */
import type { Raster } from '../../labels/raster.ts'
import { dotsOf } from '../../labels/label-size.ts'
import { joinBytes } from '../job-bytes.ts'
import { jobRaster } from '../job-raster.ts'
import type { JobSettings } from '../job-settings.ts'

/** The whole job as bytes. Throws RangeError when raster and paper differ in size. */
export function encodeEpl(raster: Raster, settings: JobSettings): Uint8Array {
  const picture = jobRaster(raster, settings)
  const header = [
    // Ends a command that a job cut off earlier may have left behind.
    '',
    'N',
    `q${picture.widthDots}`,
    lengthCommand(picture, settings),
    // Speed is an index on most models, and no faster than 6.
    `S${Math.max(1, Math.min(6, Math.round(settings.speedIps)))}`,
    `D${settings.density}`,
    settings.direction === 1 ? 'ZB' : 'ZT',
    `GW0,0,${picture.bytesPerRow},${picture.heightDots},`,
  ].join('\n')
  const dots = settings.polarity === 'normal' ? picture.bits.map((byte) => ~byte & 0xff) : picture.bits
  return joinBytes([header, dots, `\nP${settings.copies}\n`])
}

function lengthCommand({ heightDots }: Raster, { media, size, dpi }: JobSettings): string {
  if (media === 'continuous') return `Q${heightDots},0`
  const between = dotsOf(size.gapMm, dpi)
  return media === 'mark' ? `Q${heightDots},B${between}` : `Q${heightDots},${between}`
}
