import { setImmediate } from 'node:timers/promises'
import { PDFDocument, rgb, type PDFPage, type RGB } from 'pdf-lib'

export interface Roster {
  title: string
  organisation: string
  /** `YYYY-MM-DD`. */
  day: string
  header: readonly string[]
  /** Parallel to `header`; only their proportions count. */
  shares: readonly number[]
  rows: readonly (readonly string[])[]
}

/** Writes any character, those beyond the common ones too. */
export interface RosterFont {
  widthOfTextAtSize(text: string, size: number): number
  draw(page: PDFPage, text: string, at: { x: number; y: number; size: number; color: RGB }): void
}
/** `text` is everything that will be written. */
export type OpenRosterFont = (document: PDFDocument, text: string) => Promise<RosterFont>

/** A4 in points, lying on its side. */
const PAGE_WIDTH = 841.89
const PAGE_HEIGHT = 595.28
const MARGIN = 36
const TABLE_WIDTH = PAGE_WIDTH - 2 * MARGIN
const SIZE = 9.5
const LINE = 13
const CELL_PADDING = 5
const FOOTER_ROOM = 26
const INK = rgb(0.1, 0.1, 0.12)
const FAINT = rgb(0.38, 0.38, 0.42)
const RULE = rgb(0.62, 0.62, 0.66)
const SHADE = rgb(0.94, 0.94, 0.95)
const FOOTER_TEXT = '证件号码和手机号码已隐藏中间几位第页，共0123456789'

/** 花名册: the list as a table on A4 lying on its side, its header on every page. Others have their turn between the pages of a long one. */
export async function makeRoster(roster: Roster, openFont: OpenRosterFont, now: Date): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.setTitle(roster.title)
  document.setLanguage('zh-CN')
  document.setCreationDate(now)
  document.setModificationDate(now)
  const written = [roster.title, summaryOf(roster), FOOTER_TEXT, ...roster.header, ...roster.rows.flat()]
  const font = rememberingWidths(await openFont(document, written.join('')))
  const widths = widthsOf(roster.shares)
  const drawing = { font, widths }
  const pages: PDFPage[] = []
  let [top, y] = [0, 0]
  const begin = () => {
    const page = document.addPage([PAGE_WIDTH, PAGE_HEIGHT])
    pages.push(page)
    top = PAGE_HEIGHT - MARGIN
    if (pages.length === 1) top = drawHead(page, roster, font, top)
    const header = broken(roster.header, drawing)
    page.drawRectangle({
      x: MARGIN,
      y: top - heightOf(header),
      width: TABLE_WIDTH,
      height: heightOf(header),
      color: SHADE,
    })
    drawRule(page, [MARGIN, top], [MARGIN + TABLE_WIDTH, top])
    y = drawRow(page, header, drawing, top)
    return page
  }
  let page = begin()
  for (const row of roster.rows) {
    const cells = broken(row, drawing)
    if (y - heightOf(cells) < MARGIN + FOOTER_ROOM) {
      drawUprights(page, widths, top, y)
      await setImmediate()
      page = begin()
    }
    y = drawRow(page, cells, drawing, y)
  }
  drawUprights(page, widths, top, y)
  pages.forEach((each, index) => {
    drawFooter(each, font, `第 ${index + 1} 页，共 ${pages.length} 页`)
  })
  return document.save()
}

interface Drawing {
  font: RosterFont
  widths: readonly number[]
}
/** The lines of each cell. */
type Cells = readonly (readonly string[])[]

const summaryOf = ({ organisation, day, rows }: Roster) => `${organisation}　共 ${rows.length} 人　${day}`

function drawHead(page: PDFPage, roster: Roster, font: RosterFont, top: number): number {
  const centred = (text: string, size: number, y: number) => {
    const x = (PAGE_WIDTH - font.widthOfTextAtSize(text, size)) / 2
    font.draw(page, text, { x, y, size, color: INK })
  }
  centred(roster.title, 17, top - 17)
  centred(summaryOf(roster), 10, top - 38)
  return top - 52
}

function drawRow(page: PDFPage, cells: Cells, { font, widths }: Drawing, top: number): number {
  const height = heightOf(cells)
  let x = MARGIN
  cells.forEach((lines, place) => {
    const first = top - (height - lines.length * LINE) / 2 - SIZE
    lines.forEach((line, index) => {
      if (line === '') return
      font.draw(page, line, { x: x + CELL_PADDING, y: first - index * LINE, size: SIZE, color: INK })
    })
    x += widths[place] ?? 0
  })
  drawRule(page, [MARGIN, top - height], [MARGIN + TABLE_WIDTH, top - height])
  return top - height
}

/** Once a page instead of a box around each cell: a list of 2,000 people has 18,000 cells. */
function drawUprights(page: PDFPage, widths: readonly number[], top: number, bottom: number): void {
  let x = MARGIN
  for (const width of [...widths, 0]) {
    drawRule(page, [x, top], [x, bottom])
    x += width
  }
}

function drawRule(page: PDFPage, from: [x: number, y: number], to: [x: number, y: number]): void {
  const [start, end] = [
    { x: from[0], y: from[1] },
    { x: to[0], y: to[1] },
  ]
  page.drawLine({ start, end, thickness: 0.5, color: RULE })
}

/** The same words stand in many rows, and measuring them is most of the work. */
function rememberingWidths(font: RosterFont): RosterFont {
  const known = new Map<string, number>()
  return {
    draw: (...drawing) => {
      font.draw(...drawing)
    },
    widthOfTextAtSize: (text, size) => {
      const key = `${String(size)} ${text}`
      const width = known.get(key) ?? font.widthOfTextAtSize(text, size)
      known.set(key, width)
      return width
    },
  }
}

function drawFooter(page: PDFPage, font: RosterFont, pageText: string): void {
  const write = (text: string, x: number) => {
    font.draw(page, text, { x, y: MARGIN - 6, size: 8.5, color: FAINT })
  }
  write('证件号码和手机号码已隐藏中间几位', MARGIN)
  write(pageText, PAGE_WIDTH - MARGIN - font.widthOfTextAtSize(pageText, 8.5))
}

const heightOf = (cells: Cells) => Math.max(1, ...cells.map(({ length }) => length)) * LINE + 8

function widthsOf(shares: readonly number[]): number[] {
  const sum = shares.reduce((total, share) => total + share, 0)
  return shares.map((share) => (TABLE_WIDTH * share) / sum)
}

function broken(row: readonly string[], { font, widths }: Drawing): Cells {
  return row.map((text, place) => linesOf(text, font, (widths[place] ?? 0) - 2 * CELL_PADDING))
}

/** Between any two characters: in a narrow cell a number may have to be broken too. */
function linesOf(text: string, font: RosterFont, width: number): string[] {
  if (font.widthOfTextAtSize(text, SIZE) <= width) return [text]
  const lines: string[] = []
  let line = ''
  for (const character of text) {
    if (line !== '' && font.widthOfTextAtSize(line + character, SIZE) > width) {
      lines.push(line)
      line = ''
    }
    line += character
  }
  return [...lines, line]
}
