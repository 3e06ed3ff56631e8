/** Room for the rulers and some desk around the paper. */
const MARGIN_PX = 48
const LARGEST_SCALE = 3

interface Extent {
  width: number
  height: number
}

/** Screen pixels per dot at which the whole label fits: a whole number where it can be, so that every dot is the same square. */
export function fittingScale(dots: Extent, place: Extent): number {
  const widthRoom = Math.max(place.width - 2 * MARGIN_PX, 80)
  const heightRoom = Math.max(place.height - 2 * MARGIN_PX, 80)
  const scale = Math.min(widthRoom / dots.width, heightRoom / dots.height)
  return scale >= 1 ? Math.min(Math.floor(scale), LARGEST_SCALE) : scale
}

/** Every ten millimetres from 0 to the end. */
export function rulerMarks(lengthMm: number): number[] {
  return Array.from({ length: Math.floor(lengthMm / 10) + 1 }, (_, index) => index * 10)
}
