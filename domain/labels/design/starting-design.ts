import { labelTemplate, MARGIN_MM, SMALLEST_TEXT_MM } from '../label-template.ts'
import type { LabelSize } from '../label-size.ts'
import { onDesignGrid } from './label-design.ts'
import type { DesignElement, DesignField, LabelDesign, TextElement } from './label-design.ts'

/** Three dots to a module for the longest links in use (version 10 at 203 dpi), and white around the symbol. */
const SMALLEST_QR_BOX_MM = 21.5
const QR_SHARE_OF_HEIGHT = 0.5
/** Four modules of the fewest that a link's symbol has. */
const QUIET_SHARE = 4 / 49
const LINE_GAP_MM = 0.375
/** A long name of an organisation shrinks into two lines here. */
const TWO_SMALL_LINES_MM = 5.5

/**
 * A design to begin with, on paper of any size: title, organisation across, rows at the left, QR code and serial at the right.
 * No standard prescribes an arrangement (Order 7, Art. 14, names only what must stand on the label): this one is our own.
 */
export function startingDesign(size: LabelSize): LabelDesign {
  return {
    size,
    direction: 'upright',
    elements: size.widthMm < 60 || size.heightMm < 40 ? tightElements(size) : roomyElements(size),
  }
}

function roomyElements(size: LabelSize): DesignElement[] {
  const { title, titleMm, textMm: aimedMm } = labelTemplate(size)
  const wide = size.widthMm - 2 * MARGIN_MM
  const textMm = onDesignGrid(aimedMm)
  const titleHeight = onDesignGrid(titleMm + 0.5)
  const ruleY = MARGIN_MM + titleHeight
  const organisationY = ruleY + 1
  const organisationMm = size.heightMm < 50 ? textMm : Math.max(textMm, TWO_SMALL_LINES_MM)
  const below = organisationY + organisationMm
  const place = codePlace(size, below)
  const column = place.xMm - MARGIN_MM - place.quietMm
  const fields: [DesignField, string, number][] = [
    ['projectLeader', '项目负责人：', 1],
    ['maintainedOn', '维保日期：', 1],
    ['nextDueOn', '下次维保：', 1],
    ['building', '部位：', 2],
    ['system', '系统：', 2],
    ['contactPhone', '电话：', 1],
  ]
  const box = { xMm: MARGIN_MM, widthMm: wide }
  return [
    text('title', title, null, { ...box, yMm: MARGIN_MM, heightMm: titleHeight }, onDesignGrid(titleMm), {
      align: 'centre',
    }),
    { id: 'rule', kind: 'line', ...box, yMm: ruleY, heightMm: 0.25 },
    text(
      'organisation',
      '机构：',
      'organisationName',
      { ...box, yMm: organisationY, heightMm: organisationMm },
      textMm,
      { mostLines: size.heightMm < 50 ? 1 : 2 },
    ),
    ...rowsIn(fields, below + 1, size.heightMm - MARGIN_MM, column, textMm),
    qrAt(place),
    serialUnder(size, place),
  ]
}

/** On small paper the organisation stands in the column too, and on the smallest the names above their values. */
function tightElements(size: LabelSize): DesignElement[] {
  const place = { xMm: size.widthMm - MARGIN_MM - 20, yMm: MARGIN_MM, sideMm: 20, quietMm: 1.625 }
  const column = onDesignGrid(place.xMm - MARGIN_MM - place.quietMm)
  const isNarrow = column < 20
  const organisationLines = isNarrow ? 3 : 2
  const organisationMm = linesMm(organisationLines, SMALLEST_TEXT_MM)
  const rowsTop = MARGIN_MM + organisationMm + 0.5
  const bottom = size.heightMm - MARGIN_MM
  const organisation = text(
    'organisation',
    '',
    'organisationName',
    { xMm: MARGIN_MM, yMm: MARGIN_MM, widthMm: column, heightMm: organisationMm },
    isNarrow ? SMALLEST_TEXT_MM : 3,
    { mostLines: organisationLines },
  )
  const rows = isNarrow
    ? namesAbove(rowsTop, bottom, column)
    : rowsIn(
        [
          ['projectLeader', '负责人：', 1],
          ['maintainedOn', '维保：', 1],
          ['nextDueOn', '下次：', 1],
          ['building', '部位：', 2],
          ['system', '系统：', 2],
        ],
        rowsTop,
        bottom,
        column,
        3,
      )
  return [organisation, ...rows, qrAt(place), serialUnder(size, place)]
}

function namesAbove(topMm: number, bottomMm: number, widthMm: number): DesignElement[] {
  const names: [DesignField, string][] = [
    ['projectLeader', '项目负责人'],
    ['maintainedOn', '维保日期'],
    ['nextDueOn', '下次维保'],
  ]
  const stepMm = onDesignGrid((bottomMm - topMm + 0.25) / names.length)
  return names.flatMap(([field, name], index): DesignElement[] => {
    const line = { xMm: MARGIN_MM, yMm: topMm + index * stepMm, widthMm, heightMm: SMALLEST_TEXT_MM }
    const valueY = line.yMm + SMALLEST_TEXT_MM + 0.125
    return [
      text(`${field}-name`, name, null, line, SMALLEST_TEXT_MM),
      text(field, '', field, { ...line, yMm: valueY }, SMALLEST_TEXT_MM),
    ]
  })
}

function rowsIn(
  fields: readonly [DesignField, string, number][],
  topMm: number,
  bottomMm: number,
  widthMm: number,
  largestMm: number,
): TextElement[] {
  return stacked(fields, topMm, bottomMm, largestMm).map(({ field, prefix, yMm, heightMm, sizeMm, lines }) =>
    text(field, prefix, field, { xMm: MARGIN_MM, yMm, widthMm, heightMm }, sizeMm, { mostLines: lines }),
  )
}

type CodePlace = { xMm: number; yMm: number; sideMm: number; quietMm: number }

/** As large as the room under `topMm` allows with its quiet zone and the serial below. */
function codePlace(size: LabelSize, topMm: number): CodePlace {
  const room = size.heightMm - MARGIN_MM - topMm - labelTemplate(size).serialMm
  const most = room / (1 + 2 * QUIET_SHARE)
  const aimed = Math.max(SMALLEST_QR_BOX_MM, size.heightMm * QR_SHARE_OF_HEIGHT)
  const sideMm = onDesignGrid(Math.max(20, Math.min(aimed, most)))
  const quietMm = Math.ceil(sideMm * QUIET_SHARE * 8) / 8
  return { xMm: size.widthMm - MARGIN_MM - sideMm, yMm: topMm + quietMm, sideMm, quietMm }
}

function qrAt({ xMm, yMm, sideMm }: CodePlace): DesignElement {
  return { id: 'qr', kind: 'qr', xMm, yMm: onDesignGrid(yMm), widthMm: sideMm, heightMm: sideMm }
}

function serialUnder(size: LabelSize, place: CodePlace): TextElement {
  const sizeMm = onDesignGrid(Math.max(SMALLEST_TEXT_MM, labelTemplate(size).serialMm))
  const yMm = Math.min(place.yMm + place.sideMm + place.quietMm, size.heightMm - sizeMm)
  const line = { xMm: place.xMm, yMm, widthMm: place.sideMm, heightMm: sizeMm }
  return text('serial', '', 'serial', line, sizeMm, { align: 'centre' })
}

function linesMm(lines: number, sizeMm: number): number {
  // At 300 dpi a line of characters rounds up to a dot more than its millimetres.
  return onDesignGrid(lines * sizeMm + (lines - 1) * LINE_GAP_MM + (lines > 1 ? 0.125 : 0))
}

type Row = {
  field: DesignField
  prefix: string
  yMm: number
  heightMm: number
  sizeMm: number
  lines: number
}

/** Every field its lines as high as the room allows; where it is short, characters come down first, then second lines go. */
function stacked(
  fields: readonly [DesignField, string, number][],
  topMm: number,
  bottomMm: number,
  largestMm: number,
): Row[] {
  const most = Math.floor((bottomMm - topMm + LINE_GAP_MM) / (SMALLEST_TEXT_MM + LINE_GAP_MM))
  let spareLines = Math.max(0, most - fields.length)
  const counted = fields.map(([field, prefix, wanted]) => {
    const lines = 1 + Math.min(wanted - 1, spareLines)
    spareLines -= lines - 1
    return { field, prefix, lines }
  })
  const lineCount = counted.reduce((sum, { lines }) => sum + lines, 0)
  const pitch = (bottomMm - topMm) / lineCount
  const sizeMm = Math.max(SMALLEST_TEXT_MM, Math.floor(Math.min(largestMm, pitch - LINE_GAP_MM) * 8) / 8)
  let next = topMm
  return counted.map(({ field, prefix, lines }) => {
    const yMm = onDesignGrid(next)
    const heightMm = linesMm(lines, sizeMm)
    next += lines * Math.min(pitch, sizeMm * 1.6)
    return { field, prefix, yMm, heightMm, sizeMm, lines }
  })
}

function text(
  id: string,
  words: string,
  field: DesignField | null,
  box: Pick<TextElement, 'xMm' | 'yMm' | 'widthMm' | 'heightMm'>,
  sizeMm: number,
  changes: Partial<Pick<TextElement, 'align' | 'mostLines'>> = {},
): TextElement {
  const snapped = {
    xMm: onDesignGrid(box.xMm),
    yMm: onDesignGrid(box.yMm),
    widthMm: onDesignGrid(box.widthMm),
    heightMm: onDesignGrid(box.heightMm),
  }
  const plain = { kind: 'text', bold: false, align: 'left', mostLines: 1, shrinks: true } as const
  return { id, ...plain, text: words, field, sizeMm, ...snapped, ...changes }
}
