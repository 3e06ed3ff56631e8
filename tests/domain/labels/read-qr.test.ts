import { describe, expect, it } from 'vitest'
import { DEFAULT_LABEL_SIZE } from '../../../domain/labels/label-size.ts'
import { isBlack } from '../../../domain/labels/raster.ts'
import { readQr } from '../../../domain/labels/read-qr.ts'
import { createLabelRenderer } from '../../../domain/labels/render-label.ts'
import { aLabel, aLabelLink, notoSansSc } from '../../support/a-label.ts'

describe('reading a code out of a picture', () => {
  it('finds the link on a drawn label, and nothing on white paper', () => {
    const { raster } = createLabelRenderer(notoSansSc()).render(aLabel(), DEFAULT_LABEL_SIZE, 203)
    const [width, height] = [raster.widthDots * 2, raster.heightDots * 2]
    const data = new Uint8ClampedArray(width * height * 4).fill(255)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const place = (y * width + x) * 4
        if (isBlack(raster, x >> 1, y >> 1)) data.fill(0, place, place + 3)
      }
    }
    expect(readQr({ width, height, data })).toBe(aLabelLink())
    expect(readQr({ width, height, data: data.fill(255) })).toBeNull()
  })
})
