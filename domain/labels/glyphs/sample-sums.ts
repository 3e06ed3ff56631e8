/**
 * What the fit asks of a grid of samples. What is done for every sample stands in functions called row by row: V8 optimises those for good, but one long
 * loop only for the call that is running.
 */
import { SUBDOTS } from './scanline.ts'
import type { SampleGrid } from './scanline.ts'

/** Runs of black along rows and columns. */
export type Runs = { across: number; down: number }

/** Coarse shifts are even: a table of sums of every second corner answers them, at a quarter of the size. */
export const COARSE_STEP = 2

/** The strokes crossed by the rows and columns of the true outline, on the scale of dots. */
export function runsOf({ samples, width, height }: SampleGrid): Runs {
  let across = 0
  let down = 0
  // The grid's border is empty.
  for (let row = 1; row < height; row++) {
    across += runStarts(samples, row * width, width, 1)
    down += runStarts(samples, row * width, width, width)
  }
  return { across: across / SUBDOTS, down: down / SUBDOTS }
}

/** How many of the row's samples are inside while the one `back` before is not. */
function runStarts(samples: Uint8Array, start: number, width: number, back: number): number {
  let starts = 0
  for (let index = start; index < start + width; index++)
    if (samples[index] === 1 && samples[index - back] === 0) starts++
  return starts
}

/**
 * Table of sums: the samples above and left of each corner, so that any rectangle's sum is four look-ups. Kept modulo 2¹⁶, at half the memory: what is
 * asked for never has more than a dot's 64 samples.
 */
export function sumsOf({ samples, width, height }: SampleGrid): Uint16Array {
  const stride = width + 1
  const sums = new Uint16Array(stride * (height + 1))
  for (let y = 0; y < height; y++) sumRow(samples, y * width, width, sums, (y + 1) * stride + 1)
  return sums
}

function sumRow(samples: Uint8Array, start: number, width: number, sums: Uint16Array, to: number): void {
  let row = 0
  for (let x = 0; x < width; x++) {
    row += samples[start + x] ?? 0
    sums[to + x] = (sums[to + x - width - 1] ?? 0) + row
  }
}

/** The same for every second corner of every second row; a grid has an even number of either. */
export function coarseSumsOf({ samples, width, height }: SampleGrid): Uint16Array {
  const stride = width / COARSE_STEP + 1
  const sums = new Uint16Array(stride * (height / COARSE_STEP + 1))
  for (let y = 0; y < height; y += COARSE_STEP)
    sumTwoRows(samples, y * width, width, sums, (y / COARSE_STEP + 1) * stride + 1)
  return sums
}

function sumTwoRows(samples: Uint8Array, start: number, width: number, sums: Uint16Array, to: number): void {
  const corners = width / COARSE_STEP
  let both = 0
  for (let corner = 0; corner < corners; corner++) {
    const above = start + corner * COARSE_STEP
    const below = above + width
    both +=
      (samples[above] ?? 0) + (samples[above + 1] ?? 0) + (samples[below] ?? 0) + (samples[below + 1] ?? 0)
    sums[to + corner] = (sums[to + corner - corners - 1] ?? 0) + both
  }
}
