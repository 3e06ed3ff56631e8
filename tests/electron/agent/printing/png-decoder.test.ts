import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { createRaster, isBlack, setBlack } from '../../../../domain/labels/raster.ts'
import { decodePng } from '../../../../electron/agent/printing/png-decoder.ts'
import { encodePng } from '../../../../electron/agent/printing/png-encoder.ts'

/** Differs from row to row, so that pngjs uses every filter. */
function colourful(): PNG {
  const png = new PNG({ width: 37, height: 23 })
  png.data.forEach((_, index) => {
    png.data[index] = (index * index * 7 + (index >> 5) * 31) & 0xff
  })
  return png
}

describe('png decoder', () => {
  it.each([
    [0, 8],
    [2, 8],
    [4, 8],
    [6, 8],
    [0, 16],
    [2, 16],
    [6, 16],
  ] as const)('reads colour type %i at %i bits as pngjs reads it', (colorType, bitDepth) => {
    const file = PNG.sync.write(colourful(), { colorType, bitDepth, inputHasAlpha: true, filterType: -1 })
    const theirs = PNG.sync.read(file)
    const ours = decodePng(file)
    expect([ours.width, ours.height]).toEqual([37, 23])
    ours.grey.forEach((grey, index) => {
      const [red = 0, green = 0, blue = 0, alpha = 0] = theirs.data.subarray(index * 4, index * 4 + 4)
      const expected = 255 - ((255 - (red * 0.299 + green * 0.587 + blue * 0.114)) * alpha) / 255
      expect(Math.abs(grey - expected)).toBeLessThanOrEqual(1.5)
    })
  })

  it('reads back what our own one-bit encoder wrote', () => {
    const raster = createRaster(19, 7)
    for (let dot = 0; dot < 19 * 7; dot += 3) setBlack(raster, dot % 19, Math.floor(dot / 19))
    const { grey } = decodePng(encodePng(raster, 203))
    grey.forEach((value, index) => {
      expect(value < 128).toBe(isBlack(raster, index % 19, Math.floor(index / 19)))
    })
  })

  it('refuses what is no whole PNG', () => {
    const file = encodePng(createRaster(8, 8), 203)
    expect(() => decodePng(Buffer.from('GIF89a'))).toThrow('不是 PNG')
    expect(() => decodePng(file.subarray(0, 30))).toThrow('不完整')
    const huge = Buffer.from(file)
    huge.writeUInt32BE(2 ** 31, 16)
    expect(() => decodePng(huge)).toThrow('不能打印')
  })
})
