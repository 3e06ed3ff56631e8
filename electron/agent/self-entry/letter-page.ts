import { type PDFPage, rgb } from 'pdf-lib'
import type { LetterFont } from './letter-fonts.ts'

/** A4 in points. */
export const PAGE_WIDTH = 595.28
export const PAGE_HEIGHT = 841.89
const MARGIN = 62
export const TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
const LINE_FACTOR = 1.65
const INK = rgb(0.1, 0.1, 0.12)
const RULE = rgb(0.45, 0.45, 0.5)
const ROW_NAME_WIDTH = 112
const CELL_PADDING = 7

/** A page written from top to bottom. */
export interface LetterPage {
  centred(text: string, size: number): void
  paragraph(text: string, size: number, options?: { indent?: number; hanging?: number }): void
  row(name: string, value: string, size: number): void
  space(points: number): void
  footer(text: string): void
}

export function createLetterPage(page: PDFPage, font: LetterFont): LetterPage {
  let y = PAGE_HEIGHT - MARGIN
  const write = (text: string, x: number, baseline: number, size: number) => {
    font.draw(page, text, { x, y: baseline, size, color: INK })
  }
  const lines = (text: string, size: number, x: number, width: number, firstIndent: number) => {
    wrap(text, font, size, width, firstIndent).forEach((line, index) => {
      write(line, x + (index === 0 ? firstIndent : 0), y - size, size)
      y -= size * LINE_FACTOR
    })
  }
  return {
    centred: (text, size) => {
      write(text, (PAGE_WIDTH - font.widthOfTextAtSize(text, size)) / 2, y - size, size)
      y -= size * LINE_FACTOR
    },
    paragraph: (text, size, { indent = 0, hanging = 0 } = {}) => {
      lines(text, size, MARGIN + hanging, TEXT_WIDTH - hanging, indent - hanging)
    },
    row: (name, value, size) => {
      const top = y
      const valueX = MARGIN + ROW_NAME_WIDTH
      y -= CELL_PADDING - 2
      const nameBaseline = y - size
      lines(
        value === '' ? ' ' : value,
        size,
        valueX + CELL_PADDING,
        TEXT_WIDTH - ROW_NAME_WIDTH - 2 * CELL_PADDING,
        0,
      )
      write(name, MARGIN + CELL_PADDING, nameBaseline, size)
      y -= CELL_PADDING - 5
      const box = { borderColor: RULE, borderWidth: 0.6, y, height: top - y }
      page.drawRectangle({ ...box, x: MARGIN, width: ROW_NAME_WIDTH })
      page.drawRectangle({ ...box, x: valueX, width: TEXT_WIDTH - ROW_NAME_WIDTH })
    },
    space: (points) => {
      y -= points
    },
    footer: (text) => {
      const size = 9
      const x = (PAGE_WIDTH - font.widthOfTextAtSize(text, size)) / 2
      font.draw(page, text, { x, y: MARGIN / 2, size, color: RULE })
    },
  }
}

/** Characters that never begin a line, and those that never end one (GB/T 15834). */
const NEVER_FIRST = '，。、；：？！）》”’】％%'
const NEVER_LAST = '（《“‘【'

/** Breaks between any two Han characters, inside no number or Latin word, and keeps punctuation where it belongs. */
export function wrap(
  text: string,
  font: LetterFont,
  size: number,
  width: number,
  firstIndent: number,
): string[] {
  const pieces = text.match(/[A-Za-z0-9_.-]+|./gsu) ?? []
  const lines: string[] = []
  let line = ''
  const room = () => width - (lines.length === 0 ? firstIndent : 0)
  for (const piece of pieces) {
    const fits = font.widthOfTextAtSize(line + piece, size) <= room()
    if (fits || line === '' || NEVER_FIRST.includes(piece)) {
      line += piece
      continue
    }
    const lastCharacter = line.at(-1) ?? ''
    const carried = NEVER_LAST.includes(lastCharacter) ? lastCharacter : ''
    lines.push(carried === '' ? line : line.slice(0, -1))
    line = carried + piece
  }
  return [...lines, line]
}
