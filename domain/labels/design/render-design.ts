import { encodeQR } from 'qr'
import type { GlyphRenderer } from '../glyph-renderer.ts'
import type { LabelContent } from '../label-content.ts'
import { lineGap } from '../label-rows.ts'
import { dotsOf, dotsPerMm } from '../label-size.ts'
import type { Dpi } from '../label-size.ts'
import { SMALLEST_TEXT_MM } from '../label-template.ts'
import { blit, createRaster, fillBlack, turnRaster } from '../raster.ts'
import type { Raster } from '../raster.ts'
import { CODE128_QUIET_MODULES, encodeCode128 } from './code128.ts'
import type { DesignProblem } from './design-problem.ts'
import { designProblems, qrModuleDots, qrProblems, SMALLEST_BOLD_MM } from './design-problems.ts'
import { elementName } from './element-name.ts'
import type { DesignElement, LabelDesign, TextElement } from './label-design.ts'
import { pictureDots } from './picture-dots.ts'
import { setTextInBox } from './text-box.ts'

export type RenderedDesign = { raster: Raster; problems: DesignProblem[] }

export type DesignRenderer = {
  /**
   * The label as the dots that will be printed, clipped to the paper, and all that is wrong with it. Same design, content and
   * resolution give the same dots on every system.
   */
  renderDesign(design: LabelDesign, content: LabelContent, dpi: Dpi): RenderedDesign
}

type Ground = {
  target: Raster
  dpi: Dpi
  design: LabelDesign
  content: LabelContent
  glyphs: GlyphRenderer
  problems: DesignProblem[]
}

/** One dot more to the right for every so many of the characters' height makes a bold of the one weight there is. */
const BOLD_DOTS_PER_EXTRA = 48

export function createDesignRenderer(glyphs: GlyphRenderer): DesignRenderer {
  return {
    renderDesign(design, content, dpi) {
      const { widthMm, heightMm } = design.size
      const target = createRaster(dotsOf(widthMm, dpi), dotsOf(heightMm, dpi))
      const problems = designProblems(design)
      for (const element of design.elements) {
        drawElement({ target, dpi, design, content, glyphs, problems }, element)
      }
      return { raster: design.direction === 'turned' ? turnRaster(target) : target, problems }
    },
  }
}

function drawElement(ground: Ground, element: DesignElement): void {
  const { x, y, width, height } = dotsOfBox(element, ground.dpi)
  switch (element.kind) {
    case 'text':
      drawText(ground, element)
      return
    case 'qr':
      drawQr(ground, element)
      return
    case 'code128':
      drawBarcode(ground, element)
      return
    case 'line':
      fillBlack(ground.target, x, y, width, height)
      return
    case 'frame':
      drawFrame(ground, element)
      return
    case 'picture':
      blit(ground.target, pictureDots(element, width, height), x, y)
  }
}

/** At least one dot a side, so that a hair line at a coarse head is not lost. */
function dotsOfBox(element: DesignElement, dpi: Dpi) {
  return {
    x: dotsOf(element.xMm, dpi),
    y: dotsOf(element.yMm, dpi),
    width: Math.max(1, dotsOf(element.widthMm, dpi)),
    height: Math.max(1, dotsOf(element.heightMm, dpi)),
  }
}

function drawText(ground: Ground, element: TextElement): void {
  const { glyphs, target, dpi, problems } = ground
  const text = textOf(element, ground.content)
  const { x, y, width, height } = dotsOfBox(element, dpi)
  const isBold = (sizeDots: number) => element.bold && sizeDots >= dotsOf(SMALLEST_BOLD_MM, dpi)
  const extra = (sizeDots: number) => (isBold(sizeDots) ? 1 + Math.floor(sizeDots / BOLD_DOTS_PER_EXTRA) : 0)
  const measure = (line: string, sizeDots: number) => glyphs.measure(line, sizeDots) + extra(sizeDots)
  const room = {
    widthDots: width,
    heightDots: height,
    sizeDots: Math.max(1, dotsOf(element.sizeMm, dpi)),
    smallestDots: dotsOf(SMALLEST_TEXT_MM, dpi),
  }
  const { lines, sizeDots, isCut } = setTextInBox(text, element, room, measure)
  lines.forEach((line, index) => {
    const spare = width - measure(line, sizeDots)
    const indent = element.align === 'left' ? 0 : element.align === 'right' ? spare : Math.round(spare / 2)
    const top = y + index * (sizeDots + lineGap(sizeDots))
    for (let shift = 0; shift <= extra(sizeDots); shift++)
      glyphs.draw(target, line, x + Math.max(0, indent) + shift, top, sizeDots)
  })
  if (isCut) problems.push(shortened(element, lines))
  const missing = glyphs.missingCharacters(text)
  if (missing.length > 0) {
    const message = `“${elementName(element)}”中的“${missing.join('')}”不在字库中，标签上会印成方框；请换用其他写法`
    problems.push({ severity: 'warning', elementId: element.id, message })
  }
}

function textOf(element: TextElement, content: LabelContent): string {
  if (element.field === null) return element.text
  const value = content[element.field]
  return value === '' ? '' : element.text + value
}

function shortened(element: TextElement, lines: readonly string[]): DesignProblem {
  const shown = lines.join('').replace('…', '')
  const message = `“${elementName(element)}”放不下，只印到“${shown}”；请加宽、允许换行或用简称`
  return { severity: 'warning', elementId: element.id, message }
}

function drawQr(ground: Ground, element: Extract<DesignElement, { kind: 'qr' }>): void {
  const { target, dpi, design, content, problems } = ground
  // Level M. The library always draws a border of at least one module; it is taken off.
  const bordered = encodeQR(content.qrText, 'raw', { ecc: 'medium', border: 1 })
  const modules = bordered.slice(1, -1).map((row) => row.slice(1, -1))
  problems.push(...qrProblems(design, element, modules.length, dotsPerMm(dpi)))
  const { x, y, width, height } = dotsOfBox(element, dpi)
  const sideMm = Math.min(element.widthMm, element.heightMm)
  const dots = Math.max(1, qrModuleDots(sideMm, modules.length, dotsPerMm(dpi)))
  const left = x + Math.round((width - dots * modules.length) / 2)
  const top = y + Math.round((height - dots * modules.length) / 2)
  modules.forEach((row, down) => {
    row.forEach((isDark, across) => {
      if (isDark) fillBlack(target, left + across * dots, top + down * dots, dots, dots)
    })
  })
}

/** Bars of one dot run together on a thermal head. */
const SMALLEST_BAR_DOTS = 2

function drawBarcode(ground: Ground, element: Extract<DesignElement, { kind: 'code128' }>): void {
  const { target, dpi, content, problems } = ground
  const modules = encodeCode128(content.serial)
  const { x, y, width, height } = dotsOfBox(element, dpi)
  const whole = modules.length + 2 * CODE128_QUIET_MODULES
  const dots = Math.floor(width / whole)
  if (dots < SMALLEST_BAR_DOTS) {
    const neededMm = Math.ceil((SMALLEST_BAR_DOTS * whole * 2) / dotsPerMm(dpi)) / 2
    const message = `条形码的宽度应不小于 ${neededMm} mm 才能扫出，现在是 ${element.widthMm} mm`
    problems.push({ severity: 'error', elementId: element.id, message })
  }
  const barDots = Math.max(1, dots)
  const left = x + Math.max(0, Math.round((width - barDots * modules.length) / 2))
  modules.forEach((isBar, index) => {
    if (isBar) fillBlack(target, left + index * barDots, y, barDots, height)
  })
}

function drawFrame({ target, dpi }: Ground, element: Extract<DesignElement, { kind: 'frame' }>): void {
  const { x, y, width, height } = dotsOfBox(element, dpi)
  const thick = Math.max(1, Math.min(dotsOf(element.thicknessMm, dpi), width, height))
  fillBlack(target, x, y, width, thick)
  fillBlack(target, x, y + height - thick, width, thick)
  fillBlack(target, x, y, thick, height)
  fillBlack(target, x + width - thick, y, thick, height)
}
