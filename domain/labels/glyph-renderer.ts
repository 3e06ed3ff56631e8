/**
 * Draws text as dots, the same dots on every system: outlines of the font handed in, our own rasteriser and fit,
 * no canvas and no hinting engine of the platform.
 */
import { parse } from 'opentype.js/dist/opentype.mjs'
import type { Glyph } from 'opentype.js/dist/opentype.mjs'
import { fitGlyph, HAN_STRETCHES } from './glyphs/glyph-fit.ts'
import type { FittedGlyph, GlyphFit } from './glyphs/glyph-fit.ts'
import { blit } from './raster.ts'
import type { Raster } from './raster.ts'

export type GlyphRenderer = {
  /** Width of the text in dots when its em is `sizeDots` high. */
  measure(text: string, sizeDots: number): number
  /** Draws with the top left of the first character's em box at (x, y); returns the width drawn. */
  draw(target: Raster, text: string, x: number, y: number, sizeDots: number): number
  /** The characters of the text the font has no drawing for, each once. */
  missingCharacters(text: string): string[]
}

/** Share of the em above the baseline, as Noto Sans SC draws its ideographic em box (880 of 1000). */
const ASCENT = 0.88
/** Height of capitals and figures in Noto Sans SC; made a whole number of dots so that they stand on one line. */
const CAPITAL_HEIGHT = 0.733
/** Above this size strokes are several dots wide and the search is not worth its time. */
const FIT_UP_TO_DOTS = 40
/** Above this size every stroke of the densest character has its two dots without stretching. */
const STRETCH_UP_TO_DOTS = 30

/**
 * Parses the font (TrueType or OpenType bytes) once; every glyph is fitted once per size and kept. Throws Error when
 * the bytes are no font.
 */
export function createGlyphRenderer(fontBytes: ArrayBuffer): GlyphRenderer {
  const font = parse(fontBytes, { lowMemory: true })
  const glyphs = new Map<string, Glyph>()
  const fittedBySize = new Map<number, Map<string, FittedGlyph | null>>()

  const glyphOf = (character: string): Glyph => {
    let glyph = glyphs.get(character)
    if (glyph === undefined) glyphs.set(character, (glyph = font.charToGlyph(character)))
    return glyph
  }
  const advanceOf = (character: string, sizeDots: number): number =>
    Math.round((glyphOf(character).advanceWidth * sizeDots) / font.unitsPerEm)

  const fittedOf = (character: string, sizeDots: number): FittedGlyph | null => {
    let bySize = fittedBySize.get(sizeDots)
    if (bySize === undefined) fittedBySize.set(sizeDots, (bySize = new Map<string, FittedGlyph | null>()))
    let fitted = bySize.get(character)
    if (fitted === undefined) {
      const { path, advanceWidth } = glyphOf(character)
      fitted = fitGlyph(path.commands, fitFor(advanceWidth / font.unitsPerEm, sizeDots, font.unitsPerEm))
      bySize.set(character, fitted)
    }
    return fitted
  }

  return {
    measure: (text, sizeDots) =>
      Array.from(text).reduce((sum, character) => sum + advanceOf(character, sizeDots), 0),
    draw(target, text, x, y, sizeDots) {
      const baseline = y + Math.round(sizeDots * ASCENT)
      let pen = x
      for (const character of text) {
        const fitted = fittedOf(character, sizeDots)
        if (fitted !== null) blit(target, fitted.raster, pen + fitted.left, baseline + fitted.top)
        pen += advanceOf(character, sizeDots)
      }
      return pen - x
    },
    missingCharacters: (text) => [...new Set(text)].filter((character) => glyphOf(character).index === 0),
  }
}

function fitFor(advanceEm: number, sizeDots: number, unitsPerEm: number): GlyphFit {
  const scale = sizeDots / unitsPerEm
  if (sizeDots > FIT_UP_TO_DOTS) {
    return { scale, stretchesX: [], stretchesY: [1], isShiftedAcross: false, isShiftedDown: false }
  }
  const isFullWidth = advanceEm > 0.95
  if (isFullWidth) {
    const stretches = sizeDots <= STRETCH_UP_TO_DOTS ? HAN_STRETCHES : [1]
    return {
      scale,
      stretchesX: stretches,
      stretchesY: stretches,
      isShiftedAcross: true,
      isShiftedDown: true,
    }
  }
  const capitalDots = CAPITAL_HEIGHT * sizeDots
  const stretch = Math.round(capitalDots) / capitalDots
  return {
    scale,
    stretchesX: [],
    stretchesY: [stretch],
    isShiftedAcross: true,
    isShiftedDown: false,
  }
}
