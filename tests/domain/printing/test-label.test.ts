import { describe, expect, it } from 'vitest'
import { LABEL_SIZE_PRESETS, dotsOf } from '../../../domain/labels/label-size.ts'
import { countBlack, isBlack } from '../../../domain/labels/raster.ts'
import { drawTestLabel } from '../../../domain/printing/test-label.ts'

describe('drawTestLabel', () => {
  it.each(LABEL_SIZE_PRESETS.flatMap((size) => ([203, 300] as const).map((dpi) => ({ size, dpi }))))(
    'fits $size.widthMm×$size.heightMm mm at $dpi dpi with its frame whole and its corners different',
    ({ size, dpi }) => {
      const raster = drawTestLabel({ size, dpi })
      expect(raster.widthDots).toBe(dotsOf(size.widthMm, dpi))
      const inset = dotsOf(1, dpi)
      const middle = Math.round(raster.heightDots / 2)
      expect(isBlack(raster, inset, middle)).toBe(true)
      expect(isBlack(raster, raster.widthDots - inset - 1, middle)).toBe(true)
      expect(isBlack(raster, inset - 1, middle)).toBe(false)
      expect(isBlack(raster, raster.widthDots - inset, middle)).toBe(false)
      const square = dotsOf(5, dpi)
      expect(isBlack(raster, square, square)).toBe(true)
      expect(isBlack(raster, raster.widthDots - square, square)).toBe(false)
      expect(countBlack(raster) / (raster.widthDots * raster.heightDots)).toBeLessThan(0.3)
    },
  )
})
