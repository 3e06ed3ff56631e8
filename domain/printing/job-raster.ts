import { dotsOf } from '../labels/label-size.ts'
import { blit, countBlack, createRaster } from '../labels/raster.ts'
import type { Raster } from '../labels/raster.ts'
import type { JobSettings } from './job-settings.ts'

/**
 * The picture as it goes to the head: moved by the offsets, so that every language and every clone moves alike
 * (REFERENCE and ^LS refuse or misread negative values on some). Throws RangeError when the raster was drawn
 * for another size or resolution than the job's.
 */
export function jobRaster(raster: Raster, settings: JobSettings): Raster {
  const widthDots = dotsOf(settings.size.widthMm, settings.dpi)
  const heightDots = dotsOf(settings.size.heightMm, settings.dpi)
  if (raster.widthDots !== widthDots || raster.heightDots !== heightDots) {
    throw new RangeError(
      `the label has ${raster.widthDots}×${raster.heightDots} dots, the paper ${widthDots}×${heightDots}`,
    )
  }
  const offsetX = dotsOf(settings.offsetXMm, settings.dpi)
  const offsetY = dotsOf(settings.offsetYMm, settings.dpi)
  if (offsetX === 0 && offsetY === 0) return raster
  const moved = createRaster(widthDots, heightDots)
  blit(moved, raster, offsetX, offsetY)
  return moved
}

/** Whether the offsets push black dots off the label: the user is told before printing. */
export function offsetCutsInk(raster: Raster, settings: JobSettings): boolean {
  return countBlack(jobRaster(raster, settings)) < countBlack(raster)
}
