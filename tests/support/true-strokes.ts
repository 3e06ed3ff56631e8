import type { GlyphRenderer } from '../../domain/labels/glyph-renderer.ts'
import { createRaster } from '../../domain/labels/raster.ts'
import type { Raster } from '../../domain/labels/raster.ts'
import { dotsOfRaster } from './a-label.ts'

const MARGIN = 2
/** The true outline is drawn this many times as large: above the size up to which glyphs are fitted to the dots. */
const ENLARGED = 8

/** One character as printed, with two dots of white around it. */
export function drawnCharacter(glyphs: GlyphRenderer, character: string, sizeDots: number): Raster {
  const raster = createRaster(sizeDots + 2 * MARGIN, sizeDots + 2 * MARGIN)
  glyphs.draw(raster, character, MARGIN, MARGIN, sizeDots)
  return raster
}

export interface Likeness {
  /** Dots' worth of ink that is missing or too much, per dot of ink, where the printed character covers the true one best. */
  readonly difference: number
  /** Strokes crossed by the rows and columns of the printed character, per stroke that those of the true one cross. */
  readonly strokes: number
}

/** Holds a character as printed against the font's own drawing of it, eight times as large. */
export function likenessToFont(glyphs: GlyphRenderer, character: string, sizeDots: number): Likeness {
  const printed = dotsOfRaster(drawnCharacter(glyphs, character, sizeDots))
  const margin = MARGIN * ENLARGED
  const side = (sizeDots + 2 * MARGIN) * ENLARGED
  const large = createRaster(side, side)
  glyphs.draw(large, character, margin, margin, sizeDots * ENLARGED)
  const outline = dotsOfRaster(large)
  const coverage = coverageOf(outline)
  let least = Infinity
  for (let shiftY = -ENLARGED; shiftY <= ENLARGED; shiftY++) {
    for (let shiftX = -ENLARGED; shiftX <= ENLARGED; shiftX++)
      least = Math.min(
        least,
        differenceOf(printed, (x, y) => coverage(x, y, shiftX, shiftY)),
      )
  }
  const ink = outline.flat().filter(Boolean).length / ENLARGED ** 2
  return { difference: least / ink, strokes: (strokesIn(printed) * ENLARGED) / strokesIn(outline) }
}

/** How much of a dot of the grid, moved by a shift in enlarged dots, the outline covers. */
function coverageOf(outline: readonly boolean[][]) {
  const sums = [new Float64Array(outline.length + 1)]
  for (const row of outline) {
    const above = sums.at(-1)!
    const sum = new Float64Array(outline.length + 1)
    let inRow = 0
    row.forEach((isInside, x) => {
      if (isInside) inRow++
      sum[x + 1] = above[x + 1]! + inRow
    })
    sums.push(sum)
  }
  return (x: number, y: number, shiftX: number, shiftY: number): number => {
    const above = sums[y * ENLARGED + shiftY]!
    const below = sums[(y + 1) * ENLARGED + shiftY]!
    const left = x * ENLARGED + shiftX
    const right = left + ENLARGED
    return (below[right]! - below[left]! - above[right]! + above[left]!) / ENLARGED ** 2
  }
}

/** The outermost dots have no neighbours to be moved to, and no ink. */
function differenceOf(printed: readonly boolean[][], covered: (x: number, y: number) => number): number {
  let difference = 0
  for (let y = 1; y < printed.length - 1; y++) {
    for (let x = 1; x < printed.length - 1; x++) {
      const share = covered(x, y)
      difference += printed[y]![x] ? 1 - share : share
    }
  }
  return difference
}

function strokesIn(dots: readonly boolean[][]): number {
  const starts = (row: readonly boolean[]) => row.filter((dot, index) => dot && !row[index - 1]).length
  const columns = dots.map((_, x) => dots.map((row) => row[x]!))
  return [...dots, ...columns].reduce((sum, row) => sum + starts(row), 0)
}
