import { decodeBase64 } from '../base64.ts'
import { createRaster, setBlack } from '../raster.ts'
import type { Raster } from '../raster.ts'
import type { PictureElement } from './label-design.ts'

type Drawing = Pick<PictureElement, 'picture' | 'method' | 'threshold'>

/** Floyd–Steinberg: where the error of one dot goes, in sixteenths. */
const SPREAD: readonly (readonly [number, number, number])[] = [
  [1, 0, 7],
  [-1, 1, 3],
  [0, 1, 5],
  [1, 1, 1],
]

/** The picture as dots of the asked size: grey is averaged over the area of each dot first, then made black or white. */
export function pictureDots(
  { picture, method, threshold }: Drawing,
  widthDots: number,
  heightDots: number,
): Raster {
  const greys = averaged(picture, widthDots, heightDots)
  const raster = createRaster(widthDots, heightDots)
  for (let y = 0; y < heightDots; y++) {
    for (let x = 0; x < widthDots; x++) {
      const grey = greys[y * widthDots + x] ?? 255
      const isDark = grey < threshold
      if (isDark) setBlack(raster, x, y)
      if (method === 'dither') spread(greys, widthDots, heightDots, x, y, grey - (isDark ? 0 : 255))
    }
  }
  return raster
}

function spread(
  greys: Float64Array,
  width: number,
  height: number,
  x: number,
  y: number,
  error: number,
): void {
  for (const [right, down, sixteenths] of SPREAD) {
    const column = x + right
    const row = y + down
    if (column < 0 || column >= width || row >= height) continue
    const index = row * width + column
    greys[index] = (greys[index] ?? 255) + (error * sixteenths) / 16
  }
}

/** Where a dot is smaller than a pixel it takes the pixel under its middle. */
function averaged(picture: PictureElement['picture'], widthDots: number, heightDots: number): Float64Array {
  const { widthPixels, heightPixels } = picture
  const pixels = decodeBase64(picture.greyBase64) ?? new Uint8Array(0)
  const greys = new Float64Array(widthDots * heightDots)
  for (let y = 0; y < heightDots; y++) {
    const [top, bottom] = covered(y, heightDots, heightPixels)
    for (let x = 0; x < widthDots; x++) {
      const [left, right] = covered(x, widthDots, widthPixels)
      let sum = 0
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) sum += pixels[row * widthPixels + column] ?? 255
      }
      greys[y * widthDots + x] = sum / ((bottom - top) * (right - left))
    }
  }
  return greys
}

function covered(dot: number, dots: number, pixels: number): [number, number] {
  const from = Math.min(pixels - 1, Math.floor((dot * pixels) / dots))
  return [from, Math.max(from + 1, Math.round(((dot + 1) * pixels) / dots))]
}
