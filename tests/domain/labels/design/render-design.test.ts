import { createHash } from 'node:crypto'
import fc from 'fast-check'
import jsQR from 'jsqr'
import { describe, expect, it } from 'vitest'
import { CODE128_QUIET_MODULES, encodeCode128 } from '../../../../domain/labels/design/code128.ts'
import { preventsPrinting } from '../../../../domain/labels/design/design-problem.ts'
import { LabelDesign, type DesignElement } from '../../../../domain/labels/design/label-design.ts'
import { createDesignRenderer } from '../../../../domain/labels/design/render-design.ts'
import { sampleContent } from '../../../../domain/labels/design/sample-content.ts'
import { startingDesign } from '../../../../domain/labels/design/starting-design.ts'
import { dotsOf, LABEL_SIZE_PRESETS, labelSizeName } from '../../../../domain/labels/label-size.ts'
import {
  countBlack,
  isBlack,
  rastersEqual,
  turnRaster,
  type Raster,
} from '../../../../domain/labels/raster.ts'
import { aLabel, aLabelLink, notoSansSc } from '../../../support/a-label.ts'
import { anyDesign } from '../../../support/a-design.ts'

const designs = createDesignRenderer(notoSansSc())
const papers = LABEL_SIZE_PRESETS.flatMap((size) =>
  ([203, 300] as const).map((dpi) => ({ size, dpi, name: `${labelSizeName(size)} at ${dpi} dpi` })),
)
const PAPER = { widthMm: 60, heightMm: 40, gapMm: 2 }
const only = (...elements: DesignElement[]): LabelDesign => ({ size: PAPER, direction: 'upright', elements })
const BOX = { id: 'one', xMm: 3, yMm: 3, widthMm: 54, heightMm: 10 }

describe('a drawn design', () => {
  it.each(papers)('that one begins with, on $name, can be printed and reads back', ({ size, dpi }) => {
    const design = startingDesign(size)
    expect(LabelDesign.safeParse(design).error).toBeUndefined()
    const { raster, problems } = designs.renderDesign(design, aLabel(), dpi)
    expect(problems).toEqual([])
    expect(scanned(raster)).toBe(aLabelLink())
  })

  it.each(papers)('on $name bears the longest and the shortest values', ({ size, dpi }) => {
    for (const kind of ['longest', 'shortest'] as const) {
      const content = sampleContent(kind, 'https://xiaofang.example.cn', '2026-11-22')
      const { problems } = designs.renderDesign(startingDesign(size), content, dpi)
      expect(preventsPrinting(problems)).toBe(false)
    }
  })

  // Change only when the drawing is meant to change: look at the picture first.
  it.each(goldens())('on %s is the same dots as ever', (name, golden) => {
    const size = LABEL_SIZE_PRESETS.find((paper) => labelSizeName(paper) === name)!
    const { raster } = designs.renderDesign(startingDesign(size), aLabel(), 203)
    expect(createHash('sha256').update(raster.bits).digest('hex').slice(0, 16)).toBe(golden)
  })

  it('of any kind has the size of its paper and no ink in the padding', () => {
    fc.assert(
      fc.property(anyDesign, fc.constantFrom(203 as const, 300 as const), (design, dpi) => {
        expect(LabelDesign.safeParse(design).error).toBeUndefined()
        const { raster } = designs.renderDesign(design, aLabel(), dpi)
        expect(raster.widthDots).toBe(dotsOf(design.size.widthMm, dpi))
        expect(raster.heightDots).toBe(dotsOf(design.size.heightMm, dpi))
        const dots = Array.from({ length: raster.heightDots }, (_, y) => y).reduce(
          (sum, y) =>
            sum +
            Array.from({ length: raster.widthDots }, (_, x) => x).filter((x) => isBlack(raster, x, y)).length,
          0,
        )
        expect(dots).toBe(countBlack(raster))
      }),
      { numRuns: 12 },
    )
  }, 60_000)

  it('turned is the same dots upside down', () => {
    const design = startingDesign(PAPER)
    const upright = designs.renderDesign(design, aLabel(), 203).raster
    const turned = designs.renderDesign({ ...design, direction: 'turned' }, aLabel(), 203).raster
    expect(rastersEqual(turned, turnRaster(upright))).toBe(true)
  })

  it('shows the serial as bars that read back, with white beside them', () => {
    const bars: DesignElement = { ...BOX, kind: 'code128' }
    const { raster, problems } = designs.renderDesign(only(bars), aLabel(), 203)
    expect(problems.filter(({ elementId }) => elementId === 'one')).toEqual([])
    const modules = encodeCode128(aLabel().serial)
    const first = Array.from({ length: 480 }, (_, x) => x).find((x) => isBlack(raster, x, 40))!
    const read = modules.map((_, index) => isBlack(raster, first + index * 2, 40))
    expect(read).toEqual(modules)
    expect(first - 24).toBeGreaterThanOrEqual(CODE128_QUIET_MODULES * 2 - 1)
  })

  it('with bars too narrow for the head is not to be printed', () => {
    const { problems } = designs.renderDesign(only({ ...BOX, widthMm: 30, kind: 'code128' }), aLabel(), 203)
    expect(problems.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('条形码的宽度应不小于'),
    )
    expect(preventsPrinting(problems)).toBe(true)
  })

  it('with a code too small, or something in its white border, is not to be printed', () => {
    const small = designs.renderDesign(only({ ...BOX, widthMm: 15, heightMm: 15, kind: 'qr' }), aLabel(), 203)
    expect(small.problems.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('二维码的边长'),
    )
    const near = designs.renderDesign(
      only(
        { id: 'qr', kind: 'qr', xMm: 3, yMm: 3, widthMm: 22, heightMm: 22 },
        { id: 'line', kind: 'line', xMm: 25.25, yMm: 3, widthMm: 10, heightMm: 0.25 },
      ),
      aLabel(),
      203,
    )
    expect(near.problems).toContainEqual({
      severity: 'error',
      elementId: 'line',
      message: '“线条”离二维码太近，四周应留白 1.5 mm，请移开',
    })
  })

  it('says what is missing, outside and too small', () => {
    const { problems } = designs.renderDesign(
      only({
        ...BOX,
        xMm: 10,
        kind: 'text',
        text: '维保',
        field: null,
        sizeMm: 2,
        bold: false,
        align: 'left',
        mostLines: 1,
        shrinks: false,
      }),
      aLabel(),
      203,
    )
    const messages = problems.map(({ message }) => message).join('\n')
    for (const words of [
      '必须有“机构名称”',
      '必须有“项目负责人”',
      '必须有“维保日期”',
      '必须有“编号”',
      '必须有二维码',
      '超出标签右边 4 mm',
      '字高应不小于 2.5 mm',
    ])
      expect(messages).toContain(words)
  })

  it('says of text that lies on other text which two they are', () => {
    const design = startingDesign(PAPER)
    const title = design.elements.find(({ id }) => id === 'title')!
    const over = { ...title, id: 'over', text: '24 小时服务', xMm: 10, widthMm: 24 }
    const { problems } = designs.renderDesign(
      { ...design, elements: [...design.elements, over] },
      aLabel(),
      203,
    )
    expect(problems).toEqual([
      {
        severity: 'warning',
        elementId: 'over',
        message: '“24 小时服务”和“消防设施维护保养标签”重叠，请移开其中一个',
      },
    ])
  })

  it('makes large characters bold, and keeps the gaps of small ones', () => {
    const words = (sizeMm: number, bold: boolean): DesignElement => ({
      ...BOX,
      kind: 'text',
      text: '赢鑫龚霸警螺责喆堃燊龑䶮',
      field: null,
      sizeMm,
      bold,
      align: 'left',
      mostLines: 1,
      shrinks: false,
    })
    const ink = (sizeMm: number, bold: boolean) =>
      countBlack(designs.renderDesign(only(words(sizeMm, bold)), aLabel(), 203).raster)
    expect(ink(4, true)).toBeGreaterThan(ink(4, false) * 1.15)
    expect(ink(2.5, true)).toBe(ink(2.5, false))
    const { problems } = designs.renderDesign(only(words(2.5, true)), aLabel(), 203)
    expect(problems.map(({ message }) => message)).toContainEqual(expect.stringContaining('加粗的字高'))
    expect(problems.map(({ message }) => message).join()).not.toContain('字库')
  })

  it('leaves fixed words out with a field that is left out', () => {
    const field: DesignElement = {
      ...BOX,
      kind: 'text',
      text: '下次维保：',
      field: 'nextDueOn',
      sizeMm: 3,
      bold: true,
      align: 'right',
      mostLines: 1,
      shrinks: true,
    }
    expect(countBlack(designs.renderDesign(only(field), aLabel({ nextDueOn: '' }), 203).raster)).toBe(0)
    expect(countBlack(designs.renderDesign(only(field), aLabel(), 203).raster)).toBeGreaterThan(200)
  })
})

function goldens(): [string, string][] {
  return [
    ['60×40 mm', '4d21bea235ed0382'],
    ['70×50 mm', '8619a0d3b58e3269'],
    ['100×70 mm', '7b8a74a60f4e3960'],
  ]
}

function scanned(raster: Raster): string | null {
  const scale = 2
  const width = raster.widthDots * scale
  const height = raster.heightDots * scale
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (isBlack(raster, Math.floor(x / scale), Math.floor(y / scale)))
        pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
    }
  }
  return jsQR(pixels, width, height)?.data ?? null
}
