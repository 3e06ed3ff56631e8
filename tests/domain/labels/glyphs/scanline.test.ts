import { describe, expect, it } from 'vitest'
import { fillOutline } from '../../../../domain/labels/glyphs/scanline.ts'
import type { OutlineCommand } from '../../../../domain/labels/glyphs/scanline.ts'

const PLACE = { scaleX: 1, scaleY: 1, originX: 0, originY: 20 }
const square = (left: number, bottom: number, right: number, top: number): OutlineCommand[] => [
  { type: 'M', x: left, y: bottom },
  { type: 'L', x: left, y: top },
  { type: 'L', x: right, y: top },
  { type: 'L', x: right, y: bottom },
  { type: 'Z' },
]
const area = (commands: OutlineCommand[]) =>
  fillOutline(commands, PLACE, 20, 20).samples.reduce((sum, sample) => sum + sample, 0)

describe('fillOutline', () => {
  it('fills exactly the samples inside a square', () => {
    const grid = fillOutline(square(2, 3, 6, 5), PLACE, 20, 20)
    const filled = [...grid.samples.keys()].filter((index) => grid.samples[index] === 1)
    expect(filled).toEqual([15, 16].flatMap((row) => [2, 3, 4, 5].map((column) => row * 20 + column)))
  })

  it('keeps overlapping strokes solid, as 口 needs', () => {
    expect(area([...square(2, 2, 12, 12), ...square(6, 6, 16, 16)])).toBe(100 + 100 - 36)
  })

  it('leaves a counter of the opposite direction open', () => {
    const hole = square(4, 4, 8, 8)
    const reversed: OutlineCommand[] = [hole[0]!, hole[3]!, hole[2]!, hole[1]!, { type: 'Z' }]
    expect(area([...square(2, 2, 12, 12), ...reversed])).toBe(100 - 16)
  })

  it('follows curves', () => {
    const arch: OutlineCommand[] = [
      { type: 'M', x: 0, y: 0 },
      { type: 'Q', x1: 10, y1: 20, x: 20, y: 0 },
      { type: 'Z' },
    ]
    // A parabola covers two thirds of its box of 20 by 10.
    expect(Math.abs(area(arch) - 133)).toBeLessThan(8)
  })

  it('cuts at the edges of the grid', () => {
    expect(area(square(-50, -50, 50, 50))).toBe(400)
  })
})
