import { lineGap } from './label-rows.ts'
import type { RowSetting, SetRow } from './label-rows.ts'
import { QUIET_MODULES } from './label-template.ts'
import type { LabelTemplate } from './label-template.ts'
import type { MeasureText } from './text-lines.ts'

/** What the layout must know of the drawing: resolution, widths of texts, modules along a side of the QR symbol. */
export type LayoutGround = {
  dotsPerMm: number
  measure: MeasureText
  codeModules: number
}

/** A choice of sizes and rows under trial, in dots. */
export type Plan = {
  template: LabelTemplate
  ground: LayoutGround
  widthDots: number
  heightDots: number
  marginDots: number
  moduleDots: number
  serial: string
  serialDots: number
  setting: RowSetting
  wide: SetRow[]
  column: SetRow[]
}

type CodePlan = Pick<Plan, 'ground' | 'moduleDots' | 'serial' | 'serialDots'>

/** Heights from the top edge, in dots. */
export type Bands = {
  titleTop: number
  titleDots: number
  ruleTop: number
  ruleDots: number
  wideTops: number[]
  columnTops: number[]
  codeTop: number
  /** Top of the serial's capitals, not of its em box: figures and capitals fill only part of it. */
  serialTop: number
}

/** Figures and capitals of Noto Sans SC: their height, and the blank above them in the em box. */
export const CAPITAL_EM = 0.733
export const ABOVE_CAPITALS_EM = 0.88 - CAPITAL_EM

const RULE_MM = 0.25
const SMALLEST_GAP_EM = 0.22
const LARGEST_GAP_EM = 0.8

/** Where the bands of the label fall, or null when they do not fit one above the other. */
export function bandsOf(plan: Plan): Bands | null {
  return plan.template.titlePlace === 'top' ? bandsUnderTitle(plan) : bandsUnderOrganisation(plan)
}

/** Title over a rule, wide rows, then column and code side by side. */
function bandsUnderTitle(plan: Plan): Bands | null {
  const { template, marginDots, setting } = plan
  const titleDots = dotsIn(plan, template.titleMm)
  const ruleDots = dotsIn(plan, RULE_MM)
  const ruleTop = marginDots + titleDots + Math.round(titleDots * 0.14)
  const rowsTop = ruleTop + ruleDots + Math.round(setting.textDots * 0.3)
  const room = plan.heightDots - marginDots - rowsTop
  const wideHeight = heightOf(plan.wide)
  const gaps = plan.wide.length + plan.column.length - 1
  const gap = Math.min(
    Math.round(setting.textDots * LARGEST_GAP_EM),
    Math.floor((room - wideHeight - heightOf(plan.column)) / gaps),
    Math.floor((room - wideHeight - codeBlockDots(plan)) / plan.wide.length),
  )
  if (gap < smallestGap(plan)) return null
  const wideTops = topsOf(plan.wide, rowsTop, gap)
  const lowerTop = rowsTop + wideHeight + gap * plan.wide.length
  const columnTops = spreadColumn(plan, lowerTop)
  return {
    titleTop: marginDots,
    titleDots,
    ruleTop,
    ruleDots,
    wideTops,
    columnTops,
    ...codePlace(plan, lowerTop),
  }
}

/** The organisation as heading, then title, rule and rows at the left of the code. */
function bandsUnderOrganisation(plan: Plan): Bands | null {
  const { template, marginDots, setting } = plan
  const titleDots = dotsIn(plan, template.titleMm)
  const ruleDots = dotsIn(plan, RULE_MM)
  const wideTops = topsOf(plan.wide, marginDots, lineGap(setting.textDots))
  const lowerTop = marginDots + heightOf(plan.wide) + dotsIn(plan, 1)
  const bottom = plan.heightDots - marginDots
  const ruleTop = lowerTop + titleDots + Math.round(titleDots * 0.1)
  const columnNeed = heightOf(plan.column) + plan.column.length * smallestGap(plan)
  const spare = bottom - ruleTop - ruleDots - columnNeed
  if (bottom - lowerTop < codeBlockDots(plan) || spare < 0) return null
  const firstGap = smallestGap(plan) + Math.floor(spare / (plan.column.length + 1))
  const columnTops = spreadColumn(plan, ruleTop + ruleDots + Math.min(firstGap, setting.textDots))
  return {
    titleTop: lowerTop,
    titleDots,
    ruleTop,
    ruleDots,
    wideTops,
    columnTops,
    ...codePlace(plan, lowerTop),
  }
}

/** The rows of the column spread over the room that is there, but never torn far apart. */
function spreadColumn(plan: Plan, top: number): number[] {
  const room = plan.heightDots - plan.marginDots - top
  const gap = Math.min(
    Math.round(plan.setting.textDots * LARGEST_GAP_EM),
    Math.floor((room - heightOf(plan.column)) / Math.max(1, plan.column.length - 1)),
  )
  return topsOf(plan.column, top, gap)
}

function codePlace(plan: Plan, lowerTop: number): Pick<Bands, 'codeTop' | 'serialTop'> {
  const spare = plan.heightDots - plan.marginDots - lowerTop - codeBlockDots(plan)
  const codeTop = lowerTop + Math.floor(spare / 2)
  const serialTop = codeTop + codeDots(plan) + serialGap(plan)
  return { codeTop, serialTop }
}

/** Side of the QR symbol without its white border. */
export function codeDots(plan: Pick<Plan, 'ground' | 'moduleDots'>): number {
  return plan.ground.codeModules * plan.moduleDots
}

/** What code and serial take of the label's width, with the quiet zone before them; the other side's is the margin. */
export function codeColumnDots(plan: CodePlan): number {
  const width = Math.max(codeDots(plan), plan.ground.measure(plan.serial, plan.serialDots))
  return width + QUIET_MODULES * plan.moduleDots
}

/** The template's size, smaller where the serial would stand out beyond the code, but never below the smallest text. */
export function fittingSerialDots(
  plan: Omit<CodePlan, 'serialDots'>,
  largest: number,
  smallest: number,
): number {
  let size = largest
  while (size > smallest && plan.ground.measure(plan.serial, size) > codeDots(plan)) size--
  return size
}

function codeBlockDots(plan: Plan): number {
  return codeDots(plan) + serialGap(plan) + Math.round(plan.serialDots * CAPITAL_EM)
}

/** The serial stands in the quiet zone's outer half: modules are found all the same, and the room is needed. */
function serialGap(plan: Plan): number {
  return Math.max(dotsIn(plan, 0.5), Math.round((plan.moduleDots * QUIET_MODULES) / 2))
}

function smallestGap(plan: Plan): number {
  return Math.round(plan.setting.textDots * SMALLEST_GAP_EM)
}

function heightOf(rows: readonly SetRow[]): number {
  return rows.reduce((sum, row) => sum + row.heightDots, 0)
}

function topsOf(rows: readonly SetRow[], top: number, gap: number): number[] {
  let next = top
  return rows.map((row) => {
    const rowTop = next
    next += row.heightDots + gap
    return rowTop
  })
}

function dotsIn(plan: Plan, lengthMm: number): number {
  return Math.round(lengthMm * plan.ground.dotsPerMm)
}
