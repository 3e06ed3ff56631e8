/**
 * ESC/POS raster, for receipt printers and for label printers switched to it. GS v 0 takes the dots row by row, 1 black, in slices that small buffers
 * hold. It knows no label: GS FF feeds to the next mark or gap where the printer has such a mode (Epson's name for it is “page mode with marks”), else a few lines
 * are fed. Heat and speed stay as set at the printer. Not yet seen on a printer.
 */
import { invertRaster, turnRaster, type Raster } from '../../labels/raster.ts'
import { joinBytes } from '../job-bytes.ts'
import { jobRaster } from '../job-raster.ts'
import type { JobSettings } from '../job-settings.ts'

/** yL and yH of one GS v 0; documented up to 2303, but clones lose rows beyond one byte. */
const ROWS_PER_SLICE = 255
const INITIALISE = Uint8Array.of(0x1b, 0x40)
const FEED_TO_MARK = Uint8Array.of(0x1d, 0x0c)
const FEED_LINES = Uint8Array.of(0x1b, 0x64, 3)

/** The whole job as bytes, every copy in full: the language has no count. Throws RangeError when raster and paper differ in size. */
export function encodeEscPos(raster: Raster, settings: JobSettings): Uint8Array {
  const drawn = jobRaster(raster, settings)
  const upright = settings.direction === 1 ? turnRaster(drawn) : drawn
  const picture = settings.polarity === 'inverted' ? invertRaster(upright) : upright
  const feed = settings.media === 'continuous' ? FEED_LINES : FEED_TO_MARK
  const copy = [INITIALISE, ...slices(picture), feed]
  return joinBytes(Array.from({ length: settings.copies }, () => copy).flat())
}

function slices({ bits, bytesPerRow, heightDots }: Raster): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let first = 0; first < heightDots; first += ROWS_PER_SLICE) {
    const rows = Math.min(ROWS_PER_SLICE, heightDots - first)
    parts.push(
      Uint8Array.of(0x1d, 0x76, 0x30, 0, bytesPerRow & 0xff, bytesPerRow >> 8, rows & 0xff, rows >> 8),
    )
    parts.push(bits.subarray(first * bytesPerRow, (first + rows) * bytesPerRow))
  }
  return parts
}
