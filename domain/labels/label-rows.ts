import type { LabelContent } from './label-content.ts'
import { SMALLEST_TEXT_MM } from './label-template.ts'
import type { LabelTemplate, RowField } from './label-template.ts'
import { breakLines, cutLines } from './text-lines.ts'
import type { MeasureText } from './text-lines.ts'

/** A value's lines and its name's place, all in dots relative to the row's top left corner. */
export type SetRow = {
  field: RowField
  name: string
  lines: string[]
  isCut: boolean
  valueX: number
  heightDots: number
}

export type RowSetting = {
  textDots: number
  nameDots: number
  /** Width of the column of names, all spread to it; 0 where names stand above the values. */
  nameWidthDots: number
  measure: MeasureText
}

const MOST_LINES = 2
/** Characters fill their em to nine tenths: so little is needed between the two lines of a value. */
const LINE_GAP_EM = 0.12
const NAME_SIZE = 0.85
const COLON = ':'

/** Sizes of names and values that go together; every row of the label shares them. */
export function rowSetting(
  template: LabelTemplate,
  textDots: number,
  dotsPerMm: number,
  measure: MeasureText,
): RowSetting {
  const smallest = Math.round(SMALLEST_TEXT_MM * dotsPerMm)
  const nameDots = Math.max(smallest, Math.round(textDots * NAME_SIZE))
  const fields = [...template.wideRows, ...template.columnRows].filter(
    (field) => nameOf(template, field) !== '',
  )
  const widest = Math.max(0, ...fields.map((field) => measure(nameOf(template, field), nameDots)))
  return { textDots, nameDots, nameWidthDots: template.namePlace === 'before' ? widest : 0, measure }
}

/** Where the organisation is the heading it needs no name. */
export function nameOf(template: LabelTemplate, field: RowField): string {
  return field === 'organisationName' && template.titlePlace === 'column' ? '' : template.names[field]
}

/** The row in at most two lines; null when it does not fit so and `mayCut` forbids cutting. */
export function setRow(
  template: LabelTemplate,
  content: LabelContent,
  field: RowField,
  widthDots: number,
  setting: RowSetting,
  mayCut: boolean,
): SetRow | null {
  const { textDots, nameDots, measure } = setting
  const name = nameOf(template, field)
  const isNameBefore = name !== '' && template.namePlace === 'before'
  const gap = Math.round(textDots * 0.35)
  const valueX = isNameBefore ? setting.nameWidthDots + measure(COLON, nameDots) + gap : 0
  const whole = breakLines(content[field], textDots, widthDots - valueX, measure)
  const fits = whole !== null && whole.length <= MOST_LINES
  if (!fits && !mayCut) return null
  const lines = fits ? whole : cutLines(content[field], textDots, widthDots - valueX, MOST_LINES, measure)
  const nameAbove = name !== '' && !isNameBefore ? nameDots + lineGap(textDots) : 0
  const heightDots = nameAbove + lines.length * textDots + (lines.length - 1) * lineGap(textDots)
  return { field, name, lines, isCut: !fits, valueX, heightDots }
}

/** Dots between the bottom of one line's em box and the top of the next. */
export function lineGap(textDots: number): number {
  return Math.round(textDots * LINE_GAP_EM)
}
