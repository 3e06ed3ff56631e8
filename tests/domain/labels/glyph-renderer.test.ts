import { describe, expect, it } from 'vitest'
import { createGlyphRenderer } from '../../../domain/labels/glyph-renderer.ts'
import { countBlack, createRaster, isBlack, rastersEqual } from '../../../domain/labels/raster.ts'
import type { Raster } from '../../../domain/labels/raster.ts'
import { dotsOf } from '../../../domain/labels/label-size.ts'
import { notoSansSc } from '../../support/a-label.ts'
import { drawnCharacter, likenessToFont } from '../../support/true-strokes.ts'

const glyphs = notoSansSc()
/** Dense characters that melt into blots when drawn without care, among them names outside GB 2312. */
const DENSE = Array.from('赢鑫龚霸警螺责喆堃燊龑䶮')

function drawn(text: string, sizeDots: number): Raster {
  const raster = createRaster(glyphs.measure(text, sizeDots) + 8, sizeDots + 12)
  glyphs.draw(raster, text, 4, 4, sizeDots)
  return raster
}

describe('a glyph renderer', () => {
  it.each([20, 22, 24, 30])('draws dense characters open at %i dots', (sizeDots) => {
    for (const character of DENSE) {
      const raster = drawn(character, sizeDots)
      const ink = countBlack(raster) / (sizeDots * sizeDots)
      expect(ink, character).toBeGreaterThan(0.2)
      expect(ink, character).toBeLessThan(0.56)
      expect(largestBlot(raster), character).toBeLessThanOrEqual(sizeDots < 24 ? 4 : 5)
    }
  })

  describe.each([203, 300] as const)('with characters of 2.5 mm at %i dpi', (dpi) => {
    const sizeDots = dotsOf(2.5, dpi)
    const likeness = new Map(DENSE.map((each) => [each, likenessToFont(glyphs, each, sizeDots)]))

    it.each(DENSE)('draws %s as the font does, with its strokes apart', (character) => {
      const { difference, strokes } = likeness.get(character)!
      expect(difference).toBeLessThan(0.4)
      // Without the fit 龑 keeps 0.74 of its strokes at 20 dots, 鑫 0.78.
      expect(strokes).toBeGreaterThan(0.8)
      expect(strokes).toBeLessThan(1.1)
    })

    it('keeps nineteen strokes of twenty', () => {
      const kept = [...likeness.values()].reduce((sum, { strokes }) => sum + strokes, 0)
      expect(kept / likeness.size).toBeGreaterThan(0.93)
    })

    it('draws none as the box of a character it lacks, and each unlike every other', () => {
      const drawings = [...DENSE, '𬺨'].map((character) => drawnCharacter(glyphs, character, sizeDots))
      for (const [index, one] of drawings.entries()) {
        for (const other of drawings.slice(index + 1))
          expect(differingDots(one, other)).toBeGreaterThan(sizeDots * 3)
      }
    })
  })

  it('tells characters apart that differ by one stroke', () => {
    for (const [one, other] of ['己已', '未末', '土士', '日曰']) {
      expect(rastersEqual(drawn(one!, 20), drawn(other!, 20)), `${one!}${other!}`).toBe(false)
    }
  })

  it('gives Chinese characters one em each and figures all the same width', () => {
    expect(glyphs.measure('消防设施', 24)).toBe(96)
    expect(new Set(Array.from('0123456789', (figure) => glyphs.measure(figure, 24))).size).toBe(1)
  })

  it('stands figures on one line with whole dots', () => {
    const heights = Array.from('1234567', (figure) => rowsWithInk(drawn(figure, 20)))
    expect(new Set(heights.map((rows) => rows.at(-1))).size).toBe(1)
  })

  it('draws the same dots a second time and in parts', () => {
    const first = drawn('维保 2026', 20)
    expect(rastersEqual(first, drawn('维保 2026', 20))).toBe(true)
    const inTwoParts = createRaster(first.widthDots, first.heightDots)
    const half = glyphs.draw(inTwoParts, '维保', 4, 4, 20)
    glyphs.draw(inTwoParts, ' 2026', 4 + half, 4, 20)
    expect(rastersEqual(first, inTwoParts)).toBe(true)
  })

  it('names the characters the font lacks', () => {
    expect(glyphs.missingCharacters('南京𬺨安盾𬺨')).toEqual(['𬺨'])
    expect(glyphs.missingCharacters(DENSE.join('') + '㐀A1')).toEqual([])
  })

  it('leaves a space empty', () => {
    expect(countBlack(drawn(' ', 20))).toBe(0)
    expect(glyphs.measure(' ', 20)).toBeGreaterThan(0)
  })

  it('refuses bytes that are no font', () => {
    expect(() => createGlyphRenderer(new ArrayBuffer(64))).toThrow()
  })
})

function differingDots(one: Raster, other: Raster): number {
  let dots = 0
  for (let y = 0; y < one.heightDots; y++)
    for (let x = 0; x < one.widthDots; x++) if (isBlack(one, x, y) !== isBlack(other, x, y)) dots++
  return dots
}

/** Side of the largest all-black square: strokes that melted together make a large one. */
function largestBlot(raster: Raster): number {
  let largest = 0
  const sides = Array.from({ length: raster.heightDots }, () => new Array<number>(raster.widthDots).fill(0))
  for (let y = 0; y < raster.heightDots; y++) {
    for (let x = 0; x < raster.widthDots; x++) {
      if (!isBlack(raster, x, y)) continue
      const side = 1 + Math.min(sides[y - 1]?.[x] ?? 0, sides[y]![x - 1] ?? 0, sides[y - 1]?.[x - 1] ?? 0)
      sides[y]![x] = side
      largest = Math.max(largest, side)
    }
  }
  return largest
}

function rowsWithInk(raster: Raster): number[] {
  return Array.from({ length: raster.heightDots }, (_, y) => y).filter((y) =>
    Array.from({ length: raster.widthDots }, (_, x) => x).some((x) => isBlack(raster, x, y)),
  )
}
