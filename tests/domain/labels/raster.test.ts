import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blit,
  countBlack,
  createRaster,
  fillBlack,
  isBlack,
  rastersEqual,
  rasterToRows,
  setBlack,
} from '../../../domain/labels/raster.ts'

const side = fc.integer({ min: 1, max: 40 })

describe('a raster', () => {
  it('packs the leftmost dot into the highest bit', () => {
    const raster = createRaster(10, 2)
    setBlack(raster, 0, 0)
    setBlack(raster, 9, 1)
    expect([...raster.bits]).toEqual([0x80, 0, 0, 0x40])
    expect(rasterToRows(raster).map((row) => [...row])).toEqual([
      [0x80, 0],
      [0, 0x40],
    ])
  })

  it('ignores dots outside itself', () => {
    const raster = createRaster(9, 3)
    setBlack(raster, -1, 0)
    setBlack(raster, 9, 0)
    setBlack(raster, 0, 3)
    expect(countBlack(raster)).toBe(0)
    expect(isBlack(raster, 9, 0)).toBe(false)
  })

  it('refuses a size without dots', () => {
    expect(() => createRaster(0, 5)).toThrow(RangeError)
    expect(() => createRaster(5, 1.5)).toThrow(RangeError)
  })

  it('keeps the padding white when filled beyond its edge', () => {
    const raster = createRaster(11, 2)
    fillBlack(raster, -3, -3, 100, 100)
    expect([...raster.bits]).toEqual([0xff, 0xe0, 0xff, 0xe0])
  })

  it('blits exactly the dots that setting them one by one gives', () => {
    const position = fc.integer({ min: -45, max: 45 })
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        position,
        position,
        fc.infiniteStream(fc.boolean()),
        (w, h, sw, sh, x, y, dots) => {
          const source = createRaster(sw, sh)
          const expected = createRaster(w, h)
          const target = createRaster(w, h)
          setBlack(expected, 0, 0)
          setBlack(target, 0, 0)
          for (let row = 0; row < sh; row++) {
            for (let column = 0; column < sw; column++) {
              if (dots.next().value !== true) continue
              setBlack(source, column, row)
              setBlack(expected, x + column, y + row)
            }
          }
          blit(target, source, x, y)
          expect(rastersEqual(target, expected)).toBe(true)
        },
      ),
    )
  })

  it('differs from another by a single dot or by its size', () => {
    const one = createRaster(8, 8)
    const other = createRaster(8, 8)
    expect(rastersEqual(one, other)).toBe(true)
    setBlack(other, 3, 3)
    expect(rastersEqual(one, other)).toBe(false)
    expect(rastersEqual(createRaster(16, 4), one)).toBe(false)
  })
})
