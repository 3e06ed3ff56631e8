import type { LightSignals } from '../../../domain/verification/quality-gate.ts'

type Box = readonly [x: number, y: number, width: number, height: number]

/** Only the middle of the face counts: hair, collar and background say nothing about the light on it. */
const MIDDLE = { from: 0.2, to: 0.8 }
const BURNT_OUT_ABOVE = 245
const STEP_PIXELS = 2

/** Brightness, burnt-out share and sharpness of the middle of `box`; all zero where the box lies outside the picture. */
export function measureLight(
  { data, width, height }: Pick<ImageData, 'data' | 'width' | 'height'>,
  [left, top, boxWidth, boxHeight]: Box,
): LightSignals {
  const grey = (x: number, y: number) => {
    const at = (y * width + x) * 4
    return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)
  }
  const startX = Math.max(1, Math.floor(left + boxWidth * MIDDLE.from))
  const endX = Math.min(width - 2, Math.floor(left + boxWidth * MIDDLE.to))
  const startY = Math.max(1, Math.floor(top + boxHeight * MIDDLE.from))
  const endY = Math.min(height - 2, Math.floor(top + boxHeight * MIDDLE.to))
  let [count, sum, burnt, edges, edgesSquared] = [0, 0, 0, 0, 0]
  for (let y = startY; y < endY; y += STEP_PIXELS) {
    for (let x = startX; x < endX; x += STEP_PIXELS) {
      const middle = grey(x, y)
      const laplacian = 4 * middle - grey(x - 1, y) - grey(x + 1, y) - grey(x, y - 1) - grey(x, y + 1)
      count += 1
      sum += middle
      edges += laplacian
      edgesSquared += laplacian * laplacian
      if (middle > BURNT_OUT_ABOVE) burnt += 1
    }
  }
  if (count === 0) return { brightness: 0, overexposedShare: 0, sharpness: 0 }
  return {
    brightness: sum / count,
    overexposedShare: burnt / count,
    sharpness: edgesSquared / count - (edges / count) ** 2,
  }
}
