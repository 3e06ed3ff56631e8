import { createRaster, setBlack, type Raster } from '../../../../domain/labels/raster.ts'
import type { GreyPicture } from '../png-decoder.ts'

const BLACK_BELOW = 128

/** The picture on a label of this size: dot for dot where it has that size, else scaled to fit and centred. */
export function pictureOnLabel(picture: GreyPicture, widthDots: number, heightDots: number): Raster {
  const raster = createRaster(widthDots, heightDots)
  const scale = Math.min(widthDots / picture.width, heightDots / picture.height)
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)]
  const [left, top] = [(widthDots - width) >> 1, (heightDots - height) >> 1]
  for (let y = 0; y < height; y++) {
    const row = Math.min(picture.height - 1, Math.floor((y + 0.5) / scale)) * picture.width
    for (let x = 0; x < width; x++) {
      const column = Math.min(picture.width - 1, Math.floor((x + 0.5) / scale))
      if ((picture.grey[row + column] ?? 255) < BLACK_BELOW) setBlack(raster, left + x, top + y)
    }
  }
  return raster
}
