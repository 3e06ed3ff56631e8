import { LABEL_FIELD_NAMES } from './label-content.ts'
import type { LabelContent, LabelField, LabelProblem } from './label-content.ts'
import { bandsOf, codeColumnDots, fittingSerialDots } from './label-bands.ts'
import type { Bands, LayoutGround, Plan } from './label-bands.ts'
import { labelElements } from './label-elements.ts'
import type { LabelElement } from './label-elements.ts'
import { rowSetting, setRow } from './label-rows.ts'
import type { SetRow } from './label-rows.ts'
import type { LabelSize } from './label-size.ts'
import { labelTemplate, LEAVING_ORDER, MARGIN_MM, SMALLEST_TEXT_MM } from './label-template.ts'
import type { LabelTemplate, RowField } from './label-template.ts'

export type LabelLayout = { elements: LabelElement[]; problems: LabelProblem[] }

const LEAST_SHRINK = 0.85

type Chosen = { plan: Plan; bands: Bands }

/** Fewer dots to a module smear on a thermal head, a smaller symbol tires a phone's camera. */
const GOOD_MODULE_DOTS = 3
const GOOD_CODE_MM = 15
const REQUIRED_ROWS: readonly RowField[] = ['organisationName', 'projectLeader', 'maintainedOn']

/**
 * Places the label's content on the paper by the default template (whose arrangement is our own, no standard's).
 *
 * Values take one line, else two; then all values shrink together to 2.5 mm; then the QR code comes down to 15 mm
 * and three dots a module; then a value still too long is cut and ends in `…`; then optional rows leave in `LEAVING_ORDER`.
 * Whatever is not shown as given is in `problems`. Positions are in mm and fall on whole dots at the ground's resolution.
 */
export function layoutLabel(content: LabelContent, size: LabelSize, ground: LayoutGround): LabelLayout {
  const template = labelTemplate(size)
  const filled = [...template.wideRows, ...template.columnRows].filter((field) => content[field] !== '')
  const { plan, bands } = choosePlan(content, size, template, filled, ground)
  const shown = [...plan.wide, ...plan.column]
  const problems = [
    ...filled.filter((field) => !shown.some((row) => row.field === field)).map((field) => leftOut(field)),
    ...shown.filter((row) => row.isCut).map((row) => shortened(row)),
    ...(plan.moduleDots < smallestGoodModule(ground) ? [smallCode()] : []),
  ]
  return { elements: labelElements(plan, bands), problems }
}

function choosePlan(
  content: LabelContent,
  size: LabelSize,
  template: LabelTemplate,
  filled: readonly RowField[],
  ground: LayoutGround,
): Chosen {
  const attempt = (fields: readonly RowField[], moduleDots: number, textDots: number, mayCut: boolean) =>
    planOf(content, size, template, fields, ground, moduleDots, textDots, mayCut)
  const texts = textSizes(template, ground.dotsPerMm)
  const smallest = Math.min(...texts)
  const modules = moduleSizes(template, ground)
  const good = smallestGoodModule(ground)
  for (const moduleDots of modules.filter((dots) => dots >= good)) {
    const plan = largestText(texts, (textDots) => attempt(filled, moduleDots, textDots, false))
    if (plan !== null) return plan
  }
  const leaving = LEAVING_ORDER.filter((field) => filled.includes(field))
  for (const moduleDots of modules.filter((dots) => dots <= good)) {
    for (let left = 0; left <= leaving.length; left++) {
      const staying = filled.filter((field) => !leaving.slice(0, left).includes(field))
      const plan =
        largestText(texts, (textDots) => attempt(staying, moduleDots, textDots, false)) ??
        attempt(staying, moduleDots, smallest, true)
      if (plan !== null) return plan
    }
  }
  throw new RangeError(
    `a label of ${size.widthMm}×${size.heightMm} mm has no room for ${REQUIRED_ROWS.join(', ')}`,
  )
}

/** The largest text that fits; a little smaller where that saves a value from leaving one or two characters on a line. */
function largestText(texts: readonly number[], attempt: (textDots: number) => Chosen | null): Chosen | null {
  let largest: Chosen | null = null
  for (const textDots of texts) {
    if (largest !== null && textDots < largest.plan.setting.textDots * LEAST_SHRINK) break
    const chosen = attempt(textDots)
    if (chosen === null) continue
    largest ??= chosen
    if (![...chosen.plan.wide, ...chosen.plan.column].some((row) => isTorn(row))) return chosen
  }
  return largest
}

function isTorn({ lines }: SetRow): boolean {
  return lines.length > 1 && Array.from(lines.at(-1) ?? '').length <= 2
}

function planOf(
  content: LabelContent,
  size: LabelSize,
  template: LabelTemplate,
  fields: readonly RowField[],
  ground: LayoutGround,
  moduleDots: number,
  textDots: number,
  mayCut: boolean,
): Chosen | null {
  const dots = (lengthMm: number) => Math.round(lengthMm * ground.dotsPerMm)
  const setting = rowSetting(template, textDots, ground.dotsPerMm, ground.measure)
  const frame = {
    widthDots: dots(size.widthMm),
    heightDots: dots(size.heightMm),
    marginDots: dots(MARGIN_MM),
  }
  const fullWidth = frame.widthDots - 2 * frame.marginDots
  const code = { ground, moduleDots, serial: content.serial }
  const serialDots = fittingSerialDots(code, dots(template.serialMm), dots(SMALLEST_TEXT_MM))
  const columnWidth = fullWidth - codeColumnDots({ ...code, serialDots })
  const set = (rows: readonly RowField[], widthDots: number) =>
    rows
      .filter((field) => fields.includes(field))
      .map((field) => setRow(template, content, field, widthDots, setting, mayCut))
  const wide = set(template.wideRows, fullWidth)
  const column = set(template.columnRows, columnWidth)
  if (!wide.every((row) => row !== null) || !column.every((row) => row !== null)) return null
  const plan: Plan = { template, ...frame, ...code, serialDots, setting, wide, column }
  const bands = bandsOf(plan)
  return bands === null ? null : { plan, bands }
}

/** From the template's size down to the smallest, a dot at a time. */
function textSizes(template: LabelTemplate, dotsPerMm: number): number[] {
  const largest = Math.round(template.textMm * dotsPerMm)
  const smallest = Math.round(SMALLEST_TEXT_MM * dotsPerMm)
  return Array.from({ length: largest - smallest + 1 }, (_, step) => largest - step)
}

/** From what comes nearest to the template's size down to one dot. */
function moduleSizes(template: LabelTemplate, ground: LayoutGround): number[] {
  const aimed = Math.round((template.codeMm * ground.dotsPerMm) / ground.codeModules)
  const largest = Math.max(smallestGoodModule(ground), aimed)
  return Array.from({ length: largest }, (_, step) => largest - step)
}

function smallestGoodModule({ dotsPerMm, codeModules }: LayoutGround): number {
  return Math.max(GOOD_MODULE_DOTS, Math.ceil((GOOD_CODE_MM * dotsPerMm) / codeModules))
}

function leftOut(field: RowField): LabelProblem {
  const name = LABEL_FIELD_NAMES[field]
  return { kind: 'left-out', field, message: `标签放不下“${name}”，已省略；可换用更大的标签纸` }
}

function shortened(row: SetRow): LabelProblem {
  const field: LabelField = row.field
  const shown = row.lines.join('').replace('…', '')
  const name = LABEL_FIELD_NAMES[field]
  return {
    kind: 'shortened',
    field,
    message: `“${name}”过长，标签上只印到“${shown}”；请用简称或换用更大的标签纸`,
  }
}

function smallCode(): LabelProblem {
  return {
    kind: 'small-code',
    field: 'qrText',
    message: '标签纸较小，二维码偏小，扫码可能需要靠近；可换用更大的标签纸',
  }
}
