import { describe, expect, it } from 'vitest'
import { createRaster, setBlack } from '../../../../domain/labels/raster.ts'
import { encodeRasterImage } from '../../../../domain/labels/raster-image.ts'
import { rasterPixels } from '../../../../renderer/shared/labels/draw-raster.ts'

describe('the preview', () => {
  it('shows every dot of the label as one opaque pixel, black where the printer burns', () => {
    const raster = createRaster(11, 3)
    setBlack(raster, 10, 1)
    const pixels = rasterPixels(encodeRasterImage(raster, 203))
    const black = 11 + 10
    expect(pixels).toHaveLength(11 * 3 * 4)
    for (let dot = 0; dot < 33; dot++) {
      const shade = dot === black ? 0 : 255
      expect([...pixels.subarray(dot * 4, dot * 4 + 4)]).toEqual([shade, shade, shade, 255])
    }
  })
})
