import { type PixelPicture, toGray } from './pixel-picture.ts'

const WORKING_WIDTH = 480
const DEGREES_MAX = 5
const STEP_DEGREES = 0.25
/** Darker than its surroundings by this much counts as print. */
const INK_CONTRAST = 22
const GAIN_MIN = 1.08

/**
 * By how many degrees clockwise a photographed page has to be turned for its lines of text to run level; 0 when they do, or when nothing clear is
 * seen. Only small angles: the rows' profile of ink is sharpest where lines are level.
 */
export function findPageSkew(picture: PixelPicture): number {
  const ink = inkOf(picture)
  if (ink.length < 200) return 0
  const level = rowContrast(ink, 0)
  let best = { degrees: 0, contrast: level }
  for (let degrees = -DEGREES_MAX; degrees <= DEGREES_MAX; degrees += STEP_DEGREES) {
    const contrast = rowContrast(ink, degrees)
    if (contrast > best.contrast) best = { degrees, contrast }
  }
  const isAtTheEnd = Math.abs(best.degrees) >= DEGREES_MAX
  return isAtTheEnd || best.contrast < level * GAIN_MIN ? 0 : best.degrees
}

function inkOf(picture: PixelPicture): { x: number; y: number }[] {
  const { width, height, values } = toGray(picture, WORKING_WIDTH)
  const ink: { x: number; y: number }[] = []
  const reach = 6
  for (let y = reach; y < height - reach; y += 1) {
    for (let x = reach; x < width - reach; x += 1) {
      const at = y * width + x
      const around =
        ((values[at - reach] ?? 0) +
          (values[at + reach] ?? 0) +
          (values[at - reach * width] ?? 0) +
          (values[at + reach * width] ?? 0)) /
        4
      if (around - (values[at] ?? 0) > INK_CONTRAST) ink.push({ x: x - width / 2, y: y - height / 2 })
    }
  }
  return ink
}

function rowContrast(ink: readonly { x: number; y: number }[], degrees: number): number {
  const radians = (degrees * Math.PI) / 180
  const sine = Math.sin(radians)
  const cosine = Math.cos(radians)
  const rows = new Map<number, number>()
  for (const { x, y } of ink) {
    const row = Math.round(y * cosine + x * sine)
    rows.set(row, (rows.get(row) ?? 0) + 1)
  }
  let squares = 0
  for (const count of rows.values()) squares += count * count
  return squares
}
