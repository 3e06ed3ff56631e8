import { ABOVE_CAPITALS_EM, codeColumnDots, codeDots } from './label-bands.ts'
import type { Bands, Plan } from './label-bands.ts'
import type { LabelField } from './label-content.ts'
import { lineGap } from './label-rows.ts'
import type { SetRow } from './label-rows.ts'

/** A positioned piece of a label, in mm from the top left corner of the paper. */
export type LabelElement =
  | {
      kind: 'text'
      field: LabelField | 'title'
      text: string
      xMm: number
      /** Top of the em box. */
      yMm: number
      /** Height of the em. */
      sizeMm: number
      /** Characters are spread evenly to this width; null leaves them at their own. */
      spreadMm: number | null
    }
  | { kind: 'rule'; xMm: number; yMm: number; widthMm: number; heightMm: number }
  | { kind: 'code'; xMm: number; yMm: number; moduleMm: number }

/** The plan's rows, title, rule, code and serial at the places the bands give them. */
export function labelElements(plan: Plan, bands: Bands): LabelElement[] {
  const { marginDots, template, ground } = plan
  const fullWidth = plan.widthDots - 2 * marginDots
  // Beside the code the rule keeps out of its quiet zone.
  const ruleWidth = template.titlePlace === 'top' ? fullWidth : fullWidth - codeColumnDots(plan)
  const draft = { dotsPerMm: ground.dotsPerMm, elements: [] as LabelElement[] }
  const titleWidth = ground.measure(template.title, bands.titleDots)
  const titleX = template.titlePlace === 'top' ? Math.round((plan.widthDots - titleWidth) / 2) : marginDots
  addText(draft, 'title', template.title, titleX, bands.titleTop, bands.titleDots)
  const mm = (dots: number) => dots / ground.dotsPerMm
  draft.elements.push({
    kind: 'rule',
    xMm: mm(marginDots),
    yMm: mm(bands.ruleTop),
    widthMm: mm(ruleWidth),
    heightMm: mm(bands.ruleDots),
  })
  plan.wide.forEach((row, index) => addRow(draft, plan, row, bands.wideTops[index] ?? 0))
  plan.column.forEach((row, index) => addRow(draft, plan, row, bands.columnTops[index] ?? 0))
  const codeX = plan.widthDots - marginDots - codeDots(plan)
  draft.elements.push({ kind: 'code', xMm: mm(codeX), yMm: mm(bands.codeTop), moduleMm: mm(plan.moduleDots) })
  addSerial(draft, plan, bands, codeX)
  return draft.elements
}

type Draft = { dotsPerMm: number; elements: LabelElement[] }

function addRow(draft: Draft, plan: Plan, row: SetRow, top: number): void {
  const { textDots, nameDots, nameWidthDots, measure } = plan.setting
  const x = plan.marginDots
  const isNameBefore = row.name !== '' && plan.template.namePlace === 'before'
  let lineTop = top
  if (isNameBefore) {
    // Names are smaller than values; both stand on one baseline.
    const nameTop = top + Math.round(textDots * 0.88) - Math.round(nameDots * 0.88)
    addText(draft, row.field, row.name, x, nameTop, nameDots, nameWidthDots)
    addText(draft, row.field, ':', x + nameWidthDots, nameTop, nameDots)
  } else if (row.name !== '') {
    addText(draft, row.field, row.name, x, top, nameDots)
    lineTop += nameDots + lineGap(textDots)
  }
  for (const line of row.lines) {
    if (measure(line, textDots) > 0) addText(draft, row.field, line, x + row.valueX, lineTop, textDots)
    lineTop += textDots + lineGap(textDots)
  }
}

/** Under the code and centred on it, or against the margin where it is wider than the code. */
function addSerial(draft: Draft, plan: Plan, bands: Bands, codeX: number): void {
  const side = codeDots(plan)
  const width = plan.ground.measure(plan.serial, plan.serialDots)
  const centred = codeX + Math.round((side - width) / 2)
  const x = Math.min(centred, plan.widthDots - plan.marginDots - width)
  const emTop = bands.serialTop - Math.round(plan.serialDots * ABOVE_CAPITALS_EM)
  addText(draft, 'serial', plan.serial, x, emTop, plan.serialDots)
}

function addText(
  draft: Draft,
  field: LabelField | 'title',
  text: string,
  x: number,
  y: number,
  sizeDots: number,
  spreadDots: number | null = null,
): void {
  const mm = (dots: number) => dots / draft.dotsPerMm
  const spreadMm = spreadDots === null ? null : mm(spreadDots)
  draft.elements.push({ kind: 'text', field, text, xMm: mm(x), yMm: mm(y), sizeMm: mm(sizeDots), spreadMm })
}
