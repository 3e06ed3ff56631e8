import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { createRaster, isBlack, setBlack } from '../../../../domain/labels/raster.ts'
import { encodePng } from '../../../../electron/agent/printing/png-encoder.ts'

describe('encodePng', () => {
  it('gives a picture that another decoder reads back dot for dot, also where rows end within a byte', () => {
    const raster = createRaster(13, 5)
    for (const [x, y] of [
      [0, 0],
      [12, 0],
      [7, 2],
      [8, 2],
      [3, 4],
    ] as const)
      setBlack(raster, x, y)
    const picture = PNG.sync.read(encodePng(raster, 203))
    expect([picture.width, picture.height]).toEqual([13, 5])
    for (let y = 0; y < 5; y++) {
      for (let x = 0; x < 13; x++)
        expect(picture.data[(y * 13 + x) * 4]).toBe(isBlack(raster, x, y) ? 0 : 255)
    }
  })

  it('says how large a dot is', () => {
    const png = encodePng(createRaster(8, 8), 203)
    expect(png.readUInt32BE(png.indexOf('pHYs') + 4)).toBe(7992)
  })
})
