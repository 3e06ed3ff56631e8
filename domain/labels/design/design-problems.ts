import { LABEL_FIELD_NAMES } from '../label-content.ts'
import { MARGIN_MM, QUIET_MODULES, SMALLEST_TEXT_MM } from '../label-template.ts'
import type { DesignProblem } from './design-problem.ts'
import { elementName } from './element-name.ts'
import type { Box, DesignElement, DesignField, LabelDesign } from './label-design.ts'

/** What Order 7 of the Ministry of Emergency Management, Art. 14, demands of the sign, and the serial by which a label is looked up. */
const MANDATORY_FIELDS: readonly DesignField[] = [
  'organisationName',
  'projectLeader',
  'maintainedOn',
  'serial',
]
/** rules.md §5: a smaller symbol tires a phone's camera. */
const SMALLEST_QR_MM = 15

const error = (elementId: string | null, message: string): DesignProblem => ({
  severity: 'error',
  elementId,
  message,
})
const warning = (elementId: string, message: string): DesignProblem => ({
  severity: 'warning',
  elementId,
  message,
})

/** Below this size the gaps of 赢 and 螺 fill up when strokes get a dot wider: such text is printed in the usual weight. */
export const SMALLEST_BOLD_MM = 4

/** What breaks the rules whatever stands on the label; drawing adds what only its content shows. */
export function designProblems(design: LabelDesign): DesignProblem[] {
  return [
    ...missingElements(design),
    ...design.elements.flatMap((element) => [
      ...placeProblems(element, design),
      ...(element.kind === 'text' ? textProblems(element) : []),
    ]),
    ...overlaps(design),
  ]
}

function missingElements({ elements }: LabelDesign): DesignProblem[] {
  const shows = (field: DesignField) =>
    elements.some(
      (element) =>
        (element.kind === 'text' && element.field === field) ||
        (field === 'serial' && element.kind === 'code128'),
    )
  const fields = MANDATORY_FIELDS.filter((field) => !shows(field)).map((field) =>
    error(null, `标签上必须有“${LABEL_FIELD_NAMES[field]}”，请添加`),
  )
  const codes = elements.filter(({ kind }) => kind === 'qr')
  if (codes.length === 0) return [...fields, error(null, '标签上必须有二维码，请添加')]
  return fields
}

function placeProblems(element: DesignElement, { size }: LabelDesign): DesignProblem[] {
  const name = elementName(element)
  const right = size.widthMm - element.xMm - element.widthMm
  const bottom = size.heightMm - element.yMm - element.heightMm
  const beyond = [
    ...(right < 0 ? [`右边 ${millimetres(-right)}`] : []),
    ...(bottom < 0 ? [`下边 ${millimetres(-bottom)}`] : []),
  ]
  if (beyond.length > 0) return [error(element.id, `“${name}”超出标签${beyond.join('、')} mm，请移回或缩小`)]
  const nearest = Math.min(element.xMm, element.yMm, right, bottom)
  return nearest < MARGIN_MM
    ? [
        warning(
          element.id,
          `“${name}”离标签边缘 ${millimetres(nearest)} mm，不足 ${MARGIN_MM} mm，走纸偏移时可能印不全`,
        ),
      ]
    : []
}

/** Ink adds up: what lies on something else cannot be read. Lines and frames are meant to touch; the code's own border is `qrProblems`'. */
function overlaps({ elements }: LabelDesign): DesignProblem[] {
  const readable = elements.filter(({ kind }) => kind === 'text' || kind === 'code128' || kind === 'picture')
  return readable.flatMap((element, index) => {
    const under = readable.slice(0, index).find((other) => overlap(other, element))
    if (!under) return []
    const words = `“${elementName(element)}”和“${elementName(under)}”重叠，请移开其中一个`
    return [warning(element.id, words)]
  })
}

function textProblems(element: Extract<DesignElement, { kind: 'text' }>): DesignProblem[] {
  const name = elementName(element)
  if (element.field === null && element.text.trim() === '')
    return [warning(element.id, '这个文字元素没有内容，请填写或删去')]
  if (element.sizeMm < SMALLEST_TEXT_MM) {
    const words = `“${name}”的字高应不小于 ${SMALLEST_TEXT_MM} mm，现在是 ${millimetres(element.sizeMm)} mm`
    return [error(element.id, words)]
  }
  if (element.bold && element.sizeMm < SMALLEST_BOLD_MM) {
    const words = `“${name}”加粗的字高应不小于 ${SMALLEST_BOLD_MM} mm，现在按常规粗细印出`
    return [warning(element.id, words)]
  }
  return element.heightMm < element.sizeMm
    ? [error(element.id, `“${name}”的高度放不下一行字，请加高到 ${millimetres(element.sizeMm)} mm 以上`)]
    : []
}

/** Of each QR code drawn with `modules` modules a side: large enough, dots enough, and white around it. */
export function qrProblems(
  design: LabelDesign,
  qr: Extract<DesignElement, { kind: 'qr' }>,
  modules: number,
  dotsPerMm: number,
): DesignProblem[] {
  const sideMm = Math.min(qr.widthMm, qr.heightMm)
  const moduleDots = qrModuleDots(sideMm, modules, dotsPerMm)
  if (moduleDots < SMALLEST_MODULE_DOTS || sideMm < SMALLEST_QR_MM) {
    const needed = Math.max(SMALLEST_QR_MM, (SMALLEST_MODULE_DOTS * modules) / dotsPerMm)
    const rounded = Math.ceil(needed * 2) / 2
    return [error(qr.id, `二维码的边长应不小于 ${rounded} mm 才能扫出，现在是 ${millimetres(sideMm)} mm`)]
  }
  const symbolMm = (moduleDots * modules) / dotsPerMm
  const quietMm = (moduleDots * QUIET_MODULES) / dotsPerMm
  const zone = around(qr, symbolMm, quietMm)
  const intruders = design.elements.filter(
    (element) => element.id !== qr.id && inkBoxes(element).some((ink) => overlap(ink, zone)),
  )
  return intruders.map((element) =>
    error(
      element.id,
      `“${elementName(element)}”离二维码太近，四周应留白 ${millimetres(Math.ceil(quietMm * 8) / 8)} mm，请移开`,
    ),
  )
}

/** Fewer dots to a module smear on a thermal head. */
export const SMALLEST_MODULE_DOTS = 3

export function qrModuleDots(sideMm: number, modules: number, dotsPerMm: number): number {
  return Math.floor(Math.round(sideMm * dotsPerMm) / modules)
}

/** The symbol in the middle of its box, with its quiet zone. */
function around(box: Box, symbolMm: number, quietMm: number): Box {
  const side = symbolMm + 2 * quietMm
  return {
    xMm: box.xMm + (box.widthMm - side) / 2,
    yMm: box.yMm + (box.heightMm - side) / 2,
    widthMm: side,
    heightMm: side,
  }
}

/** A frame is ink along its edges only. */
function inkBoxes(element: DesignElement): Box[] {
  if (element.kind !== 'frame') return [element]
  const { xMm, yMm, widthMm, heightMm, thicknessMm } = element
  return [
    { xMm, yMm, widthMm, heightMm: thicknessMm },
    { xMm, yMm: yMm + heightMm - thicknessMm, widthMm, heightMm: thicknessMm },
    { xMm, yMm, widthMm: thicknessMm, heightMm },
    { xMm: xMm + widthMm - thicknessMm, yMm, widthMm: thicknessMm, heightMm },
  ]
}

function overlap(one: Box, other: Box): boolean {
  const isApart = (start: number, length: number, otherStart: number, otherLength: number) =>
    start + length <= otherStart + TOLERANCE_MM || otherStart + otherLength <= start + TOLERANCE_MM
  return (
    !isApart(one.xMm, one.widthMm, other.xMm, other.widthMm) &&
    !isApart(one.yMm, one.heightMm, other.yMm, other.heightMm)
  )
}

/** Half a dot: lengths in mm of whole dots at 300 dpi do not fall on the grid. */
const TOLERANCE_MM = 0.0625

function millimetres(length: number): string {
  return String(Math.round(length * 1000) / 1000)
}
