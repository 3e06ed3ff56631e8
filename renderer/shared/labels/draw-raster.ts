import { decodeRasterImage, type RasterImage } from '../../../domain/labels/raster-image.ts'

const BYTES_PER_PIXEL = 4

/** The dots as RGBA pixels, one for one: black where the printer burns, white elsewhere. */
export function rasterPixels(image: RasterImage): Uint8ClampedArray<ArrayBuffer> {
  const { widthDots, heightDots, bytesPerRow, bits } = decodeRasterImage(image)
  const pixels = new Uint8ClampedArray(widthDots * heightDots * BYTES_PER_PIXEL).fill(255)
  for (let row = 0; row < heightDots; row++) {
    for (let column = 0; column < widthDots; column++) {
      const byte = bits[row * bytesPerRow + (column >> 3)] ?? 0
      if (((byte >> (7 - (column & 7))) & 1) === 0) continue
      const place = (row * widthDots + column) * BYTES_PER_PIXEL
      pixels.fill(0, place, place + BYTES_PER_PIXEL - 1)
    }
  }
  return pixels
}

/** Makes the canvas as large as the label has dots and draws them. */
export function drawRaster(canvas: HTMLCanvasElement, image: RasterImage): void {
  canvas.width = image.widthDots
  canvas.height = image.heightDots
  const pixels = new ImageData(rasterPixels(image), image.widthDots, image.heightDots)
  canvas.getContext('2d')?.putImageData(pixels, 0, 0)
}
