import { onDesignGrid } from './label-design.ts'
import type { Box, LabelDesign } from './label-design.ts'
import { MARGIN_MM } from '../label-template.ts'

/** A line shown while something is dragged onto it. */
export type SnapLine = { axis: 'across' | 'down'; atMm: number }

type Fit = { shiftMm: number; atMm: number }

/**
 * Where a box dragged to this place snaps: its edges and middle to those of other elements, the paper's middle and the margin,
 * when nearer than `reachMm`. The answer's shift stays on the grid.
 */
export function snapBox(
  design: LabelDesign,
  box: Box,
  movingIds: readonly string[],
  reachMm: number,
): { xMm: number; yMm: number; lines: SnapLine[] } {
  const others = design.elements.filter(({ id }) => !movingIds.includes(id))
  const { widthMm, heightMm } = design.size
  const across = nearest(
    marksOf(box.xMm, box.widthMm),
    [...others.flatMap((other) => marksOf(other.xMm, other.widthMm)), ...paperMarks(widthMm)],
    reachMm,
  )
  const down = nearest(
    marksOf(box.yMm, box.heightMm),
    [...others.flatMap((other) => marksOf(other.yMm, other.heightMm)), ...paperMarks(heightMm)],
    reachMm,
  )
  const lines: SnapLine[] = [
    ...(across ? [{ axis: 'across' as const, atMm: across.atMm }] : []),
    ...(down ? [{ axis: 'down' as const, atMm: down.atMm }] : []),
  ]
  return {
    xMm: onDesignGrid(box.xMm + (across?.shiftMm ?? 0)),
    yMm: onDesignGrid(box.yMm + (down?.shiftMm ?? 0)),
    lines,
  }
}

function marksOf(start: number, length: number): number[] {
  return [start, start + length / 2, start + length]
}

function paperMarks(length: number): number[] {
  return [MARGIN_MM, length / 2, length - MARGIN_MM]
}

function nearest(own: readonly number[], marks: readonly number[], reachMm: number): Fit | null {
  let best: Fit | null = null
  for (const place of own) {
    for (const mark of marks) {
      const shiftMm = mark - place
      if (Math.abs(shiftMm) <= reachMm && (best === null || Math.abs(shiftMm) < Math.abs(best.shiftMm)))
        best = { shiftMm, atMm: mark }
    }
  }
  return best
}
