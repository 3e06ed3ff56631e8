import { z } from 'zod'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { Dpi } from './label-size.ts'
import type { Raster } from './raster.ts'

const sideDots = z.number().int().min(1).max(4000)

/** A raster as a JSON value: it crosses the agent's contract and is kept with the print record. */
export const RasterImage = z
  .object({ widthDots: sideDots, heightDots: sideDots, dpi: Dpi, bitsBase64: z.string() })
  .refine((image) => rasterOf(image) !== null, '标签点阵数据与尺寸不符，请重新生成预览')
export type RasterImage = z.infer<typeof RasterImage>

/** The raster as JSON, at the resolution it was drawn for. */
export function encodeRasterImage(raster: Raster, dpi: Dpi): RasterImage {
  return {
    widthDots: raster.widthDots,
    heightDots: raster.heightDots,
    dpi,
    bitsBase64: encodeBase64(raster.bits),
  }
}

/** The raster back again. Throws RangeError for bits that do not fill the size: parse with the schema first. */
export function decodeRasterImage(image: RasterImage): Raster {
  const raster = rasterOf(image)
  if (raster === null) throw new RangeError('the bits do not fill the size')
  return raster
}

function rasterOf(image: { widthDots: number; heightDots: number; bitsBase64: string }): Raster | null {
  const { widthDots, heightDots } = image
  const bytesPerRow = Math.ceil(widthDots / 8)
  const bits = decodeBase64(image.bitsBase64)
  if (bits?.length !== bytesPerRow * heightDots) return null
  const padding = (1 << (bytesPerRow * 8 - widthDots)) - 1
  for (let row = 1; row <= heightDots; row++) {
    if (((bits[row * bytesPerRow - 1] ?? 0) & padding) !== 0) return null
  }
  return { widthDots, heightDots, bytesPerRow, bits }
}
