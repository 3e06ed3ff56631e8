import { lineGap } from '../label-rows.ts'
import { breakLines, cutLines } from '../text-lines.ts'
import type { MeasureText } from '../text-lines.ts'
import type { TextElement } from './label-design.ts'

export type SetText = { lines: string[]; sizeDots: number; isCut: boolean }

/** All in dots. */
export type TextRoom = { widthDots: number; heightDots: number; sizeDots: number; smallestDots: number }

/** The text in its box: at its own size, else smaller if it may shrink, else cut. Empty for a text without characters. */
export function setTextInBox(
  text: string,
  { shrinks, mostLines }: Pick<TextElement, 'shrinks' | 'mostLines'>,
  { widthDots, heightDots, sizeDots, smallestDots }: TextRoom,
  measure: MeasureText,
): SetText {
  if (text.trim() === '') return { lines: [], sizeDots, isCut: false }
  const last = shrinks ? Math.min(sizeDots, smallestDots) : sizeDots
  for (let size = sizeDots; size >= last; size--) {
    const lines = breakLines(text, size, widthDots, measure)
    if (lines !== null && lines.length <= linesIn(heightDots, size, mostLines)) {
      return { lines, sizeDots: size, isCut: false }
    }
  }
  const lines = cutLines(text, last, widthDots, Math.max(1, linesIn(heightDots, last, mostLines)), measure)
  return { lines, sizeDots: last, isCut: true }
}

function linesIn(heightDots: number, sizeDots: number, mostLines: number): number {
  const gap = lineGap(sizeDots)
  return Math.min(mostLines, Math.floor((heightDots + gap) / (sizeDots + gap)))
}
