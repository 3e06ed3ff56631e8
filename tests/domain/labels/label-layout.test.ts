import { describe, expect, it } from 'vitest'
import type { LabelElement } from '../../../domain/labels/label-elements.ts'
import { layoutLabel } from '../../../domain/labels/label-layout.ts'
import type { LayoutGround } from '../../../domain/labels/label-bands.ts'
import { DEFAULT_LABEL_SIZE, LABEL_SIZE_PRESETS, labelSizeName } from '../../../domain/labels/label-size.ts'
import type { LabelSize } from '../../../domain/labels/label-size.ts'
import { aLabel, notoSansSc } from '../../support/a-label.ts'

const glyphs = notoSansSc()
const ground: LayoutGround = {
  dotsPerMm: 8,
  measure: (text, sizeDots) => glyphs.measure(text, sizeDots),
  codeModules: 53,
}
const layout = (changes: Parameters<typeof aLabel>[0] = {}, size: LabelSize = DEFAULT_LABEL_SIZE) =>
  layoutLabel(aLabel(changes), size, ground)
const textsOf = (elements: LabelElement[], field: string) =>
  elements.flatMap((element) => (element.kind === 'text' && element.field === field ? [element] : []))
const codeOf = (elements: LabelElement[]) => elements.find((element) => element.kind === 'code')!

describe('the default label', () => {
  it.each(LABEL_SIZE_PRESETS.map((size) => ({ size, name: labelSizeName(size) })))(
    'on $name shows what Order 7 demands, the serial and a code of at least 15 mm',
    ({ size }) => {
      const { elements } = layout({}, size)
      const shown = elements.flatMap((element) => (element.kind === 'text' ? [element.text] : []))
      expect(shown).toEqual(expect.arrayContaining(['雷思远', '2026-11-22', aLabel().serial]))
      expect(shown.join('')).toContain('南京安盾消防技术服务有限公司')
      expect(codeOf(elements).moduleMm * 53).toBeGreaterThanOrEqual(15)
      expect(codeOf(elements).moduleMm).toBeGreaterThanOrEqual(3 / 8)
    },
  )

  it('places everything on whole dots', () => {
    for (const element of layout().elements) {
      expect(Number.isInteger(element.xMm * 8)).toBe(true)
      expect(Number.isInteger(element.yMm * 8)).toBe(true)
    }
  })

  it('gives the lines of optional fields left empty to the others', () => {
    const { elements, problems } = layout({ building: '', system: '', contactPhone: '', nextDueOn: '' })
    expect(problems).toEqual([])
    expect(textsOf(elements, 'building')).toEqual([])
  })

  it('wraps a long organisation to two lines, then shrinks', () => {
    const name = '南京安盾消防设施检测维护保养技术服务有限责任公司'
    const { elements, problems } = layout({ organisationName: name })
    const lines = textsOf(elements, 'organisationName').filter((text) => name.includes(text.text))
    expect(lines).toHaveLength(2)
    expect(problems).toEqual([])
  })

  it('never draws characters lower than 2.5 mm', () => {
    const { elements } = layout({
      organisationName: '消'.repeat(60),
      building: '防'.repeat(60),
      system: '设'.repeat(40),
    })
    for (const element of elements)
      if (element.kind === 'text') expect(element.sizeMm).toBeGreaterThanOrEqual(2.5)
  })

  it('cuts what is too long even so, ends it with an ellipsis and says so', () => {
    const { elements, problems } = layout({ organisationName: '消'.repeat(60) })
    expect(textsOf(elements, 'organisationName').at(-1)?.text).toMatch(/^消+…$/)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ kind: 'shortened', field: 'organisationName' })
    expect(problems[0]?.message).toMatch(/^“机构名称”过长，标签上只印到“消+”；请用简称或换用更大的标签纸$/)
  })

  it('lets optional rows leave in the stated order on small paper, and says so', () => {
    const { elements, problems } = layout({}, { widthMm: 40, heightMm: 30, gapMm: 2 })
    expect(problems.map(({ kind, field }) => [kind, field])).toEqual([
      ['left-out', 'system'],
      ['left-out', 'building'],
      ['left-out', 'contactPhone'],
    ])
    expect(textsOf(elements, 'nextDueOn')).not.toEqual([])
  })

  it('warns when the code comes out small', () => {
    const small = { widthMm: 40, heightMm: 30, gapMm: 2 }
    const { elements, problems } = layout(
      { organisationName: '南京安盾消防技术服务有限公司江北分公司' },
      small,
    )
    expect(problems.map(({ kind }) => kind)).toContain('small-code')
    expect(codeOf(elements).moduleMm).toBe(2 / 8)
  })

  it('takes the template of the next smaller preset on paper of other sizes', () => {
    const { elements, problems } = layout({}, { widthMm: 65, heightMm: 45, gapMm: 3 })
    expect(problems).toEqual([])
    expect(textsOf(elements, 'title')[0]?.text).toBe('消防设施维护保养标签')
  })

  it('never lets two texts, the code or the rule overlap', () => {
    for (const size of LABEL_SIZE_PRESETS) {
      for (const changes of [
        {},
        { building: '中山南路315号综合楼地下一层至三层东侧', projectLeader: '阿卜杜拉·买买提艾力' },
      ]) {
        const boxes = layout(changes, size).elements.map((element) => boxOf(element))
        boxes.forEach((one, index) => {
          for (const other of boxes.slice(index + 1))
            expect(overlap(one, other), `${one.name} ${other.name}`).toBe(false)
        })
      }
    }
  })
})

type Box = { name: string; left: number; top: number; right: number; bottom: number }

function boxOf(element: LabelElement): Box {
  if (element.kind === 'rule') {
    return box('rule', element.xMm, element.yMm, element.widthMm, element.heightMm)
  }
  if (element.kind === 'code')
    return box('code', element.xMm, element.yMm, element.moduleMm * 53, element.moduleMm * 53)
  const width = element.spreadMm ?? glyphs.measure(element.text, Math.round(element.sizeMm * 8)) / 8
  // The em box of figures begins above their ink: the serial stands close under the code.
  const blank = element.field === 'serial' ? element.sizeMm * 0.147 : 0
  return box(element.text, element.xMm, element.yMm + blank, width, element.sizeMm - blank)
}

function box(name: string, left: number, top: number, width: number, height: number): Box {
  return { name, left, top, right: left + width, bottom: top + height }
}

function overlap(one: Box, other: Box): boolean {
  const slack = 1 / 8
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left)
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
  return across > slack && down > slack
}
