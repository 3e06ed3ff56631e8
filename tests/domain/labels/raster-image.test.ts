import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { decodeRasterImage, encodeRasterImage, RasterImage } from '../../../domain/labels/raster-image.ts'
import { createRaster, rastersEqual, setBlack } from '../../../domain/labels/raster.ts'
import { aJob, rasterFor } from '../../support/a-label.ts'

describe('a raster image', () => {
  it('carries every dot through JSON', () => {
    fc.assert(
      fc.property(rasterFor(aJob({ dpi: 300 })), (raster) => {
        const received: unknown = JSON.parse(JSON.stringify(encodeRasterImage(raster, 300)))
        expect(rastersEqual(decodeRasterImage(RasterImage.parse(received)), raster)).toBe(true)
      }),
      { numRuns: 10 },
    )
  })

  it('is refused when its bits do not fill its size', () => {
    const image = encodeRasterImage(createRaster(20, 4), 203)
    expect(RasterImage.safeParse(image).success).toBe(true)
    expect(RasterImage.safeParse({ ...image, heightDots: 5 }).success).toBe(false)
    expect(RasterImage.safeParse({ ...image, bitsBase64: '*' }).success).toBe(false)
    expect(() => decodeRasterImage({ ...image, heightDots: 5 })).toThrow(RangeError)
  })

  it('is refused when it hides dots in the padding', () => {
    const wide = createRaster(24, 1)
    setBlack(wide, 23, 0)
    const { bitsBase64 } = encodeRasterImage(wide, 203)
    expect(RasterImage.safeParse({ widthDots: 20, heightDots: 1, dpi: 203, bitsBase64 }).success).toBe(false)
  })

  it('is an ordinary JSON value to the contract', () => {
    expect(() => z.toJSONSchema(RasterImage)).not.toThrow()
  })
})
