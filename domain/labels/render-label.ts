import { encodeQR } from 'qr'
import type { GlyphRenderer } from './glyph-renderer.ts'
import { LABEL_FIELD_NAMES, LabelContent } from './label-content.ts'
import type { LabelProblem } from './label-content.ts'
import type { LabelElement } from './label-elements.ts'
import { layoutLabel } from './label-layout.ts'
import { dotsOf, dotsPerMm } from './label-size.ts'
import type { Dpi, LabelSize } from './label-size.ts'
import { createRaster, fillBlack } from './raster.ts'
import type { Raster } from './raster.ts'

export type RenderedLabel = { raster: Raster; problems: LabelProblem[] }

export type LabelRenderer = {
  /**
   * The label as the dots that will be printed, the same for preview and printer, and what of its content does
   * not show as given. Same content, size and resolution give the same dots on every system.
   */
  render(content: LabelContent, size: LabelSize, dpi: Dpi): RenderedLabel
}

/** Renders with the glyphs of one font; keep it, its glyphs are fitted once. */
export function createLabelRenderer(glyphs: GlyphRenderer): LabelRenderer {
  return {
    render(content, size, dpi) {
      const raster = createRaster(dotsOf(size.widthMm, dpi), dotsOf(size.heightMm, dpi))
      const modules = codeModules(content.qrText)
      const { elements, problems } = layoutLabel(content, size, {
        dotsPerMm: dotsPerMm(dpi),
        measure: (text, sizeDots) => glyphs.measure(text, sizeDots),
        codeModules: modules.length,
      })
      for (const element of elements) drawElement(raster, element, modules, glyphs, dotsPerMm(dpi))
      return { raster, problems: [...problems, ...missingCharacters(content, glyphs)] }
    },
  }
}

/** Level M. The library always draws a border of at least one module; it is taken off, the layout keeps its own. */
function codeModules(text: string): boolean[][] {
  const bordered = encodeQR(text, 'raw', { ecc: 'medium', border: 1 })
  return bordered.slice(1, -1).map((row) => row.slice(1, -1))
}

function drawElement(
  raster: Raster,
  element: LabelElement,
  modules: readonly (readonly boolean[])[],
  glyphs: GlyphRenderer,
  scale: number,
): void {
  const dots = (lengthMm: number) => Math.round(lengthMm * scale)
  const x = dots(element.xMm)
  const y = dots(element.yMm)
  if (element.kind === 'rule') fillBlack(raster, x, y, dots(element.widthMm), dots(element.heightMm))
  else if (element.kind === 'code') drawCode(raster, modules, x, y, dots(element.moduleMm))
  else if (element.spreadMm === null) glyphs.draw(raster, element.text, x, y, dots(element.sizeMm))
  else drawSpread(raster, element.text, x, y, dots(element.sizeMm), dots(element.spreadMm), glyphs)
}

/** Whole dots to a module: a scanner reads even squares. */
function drawCode(
  raster: Raster,
  modules: readonly (readonly boolean[])[],
  x: number,
  y: number,
  moduleDots: number,
): void {
  modules.forEach((row, rowIndex) => {
    row.forEach((isDark, columnIndex) => {
      if (isDark)
        fillBlack(raster, x + columnIndex * moduleDots, y + rowIndex * moduleDots, moduleDots, moduleDots)
    })
  })
}

/** Names of different lengths fill the same width, as Chinese forms set them: the space goes between the characters. */
function drawSpread(
  raster: Raster,
  text: string,
  x: number,
  y: number,
  sizeDots: number,
  widthDots: number,
  glyphs: GlyphRenderer,
): void {
  const characters = Array.from(text)
  const spare = widthDots - glyphs.measure(text, sizeDots)
  let pen = x
  characters.forEach((character, index) => {
    const spaceBefore = characters.length > 1 ? Math.round((spare * index) / (characters.length - 1)) : 0
    pen += glyphs.draw(raster, character, pen + spaceBefore, y, sizeDots)
  })
}

function missingCharacters(content: LabelContent, glyphs: GlyphRenderer): LabelProblem[] {
  return LabelContent.keyof().options.flatMap((field): LabelProblem[] => {
    const missing = field === 'qrText' ? [] : glyphs.missingCharacters(content[field])
    if (missing.length === 0) return []
    const message = `“${LABEL_FIELD_NAMES[field]}”中的“${missing.join('')}”不在字库中，标签上会印成方框；请换用其他写法`
    return [{ kind: 'missing-character', field, message }]
  })
}
