/**
 * Fits one glyph to the dot grid and makes it one-bit.
 *
 * A 203 dpi head draws a 2.5 mm character with 20 dots; 赢 needs nearly all of them for strokes and gaps in turn.
 * Simply thresholding the coverage lets strokes that fall between two rows of dots melt together. So the outline
 * is tried at small shifts and stretches, and the trial wins whose dots differ least from the true coverage and
 * lose fewest strokes, counted as runs of black along rows and columns.
 */
import { createRaster, setBlack } from '../raster.ts'
import type { Raster } from '../raster.ts'
import { fillOutline, SUBDOTS } from './scanline.ts'
import type { OutlineCommand, SampleGrid } from './scanline.ts'

/** A character drawn for one size; `left` and `top` are its raster's corner relative to pen and baseline, y downwards. */
export type FittedGlyph = { raster: Raster; left: number; top: number }

export type GlyphFit = {
  /** Dots per outline unit, before any stretch. */
  scale: number
  /** To be tried beside 1. */
  stretchesX: readonly number[]
  /** To be tried, all of them. */
  stretchesY: readonly number[]
  isShiftedAcross: boolean
  isShiftedDown: boolean
}

/** What a Chinese character bears without looking changed beside its neighbours. */
export const HAN_STRETCHES: readonly number[] = [0.97, 1, 1.03]
/** In samples, eighths of a dot. */
const COARSE_SHIFTS = [-4, -2, 0, 2]
const FINE_STEPS = [-1, 0, 1]

const HALF_COVERED = (SUBDOTS * SUBDOTS) / 2
/** One stroke lost along a row or column weighs as much as this many dots drawn quite wrong. */
const LOST_RUN_WEIGHT = 1.5
/** Among equals the least moved wins, so that characters keep their line. */
const MOVE_WEIGHT = 0.02

/**
 * Null for a character without ink, such as a space. Stretches are tried first down, then across, at quarter-dot
 * shifts; then the neighbours of the best at eighths: nearly as good as trying all, at a tenth of the time.
 */
export function fitGlyph(commands: readonly OutlineCommand[], fit: GlyphFit): FittedGlyph | null {
  const box = boxOf(commands, fit.scale)
  if (box === null) return null
  const natural = sampleOutline(commands, fit.scale, fit.scale, box)
  const runs = runsOf(natural)
  const shiftsX = fit.isShiftedAcross ? COARSE_SHIFTS : [0]
  const shiftsY = fit.isShiftedDown ? COARSE_SHIFTS : [0]
  const tryStretch = (stretchX: number, stretchY: number, before: Best | null): Best | null => {
    const isNatural = stretchX === 1 && stretchY === 1
    const grid = isNatural
      ? natural
      : sampleOutline(commands, fit.scale * stretchX, fit.scale * stretchY, box)
    const cost = (Math.abs(1 - stretchX) + Math.abs(1 - stretchY)) * 100 * MOVE_WEIGHT
    const trial = { sums: sumsOf(grid), stride: grid.width + 1, runs, cost, stretchY }
    let best = before
    for (const x of shiftsX) for (const y of shiftsY) best = better(trial, box, x, y, best)
    return best
  }
  let best: Best | null = null
  for (const stretchY of fit.stretchesY) best = tryStretch(1, stretchY, best)
  const stretchY = best?.trial.stretchY ?? 1
  for (const stretchX of fit.stretchesX) if (stretchX !== 1) best = tryStretch(stretchX, stretchY, best)
  if (best === null) return null
  const { trial, shiftX, shiftY } = best
  for (const x of fit.isShiftedAcross ? FINE_STEPS : [0]) {
    for (const y of fit.isShiftedDown ? FINE_STEPS : [0])
      best = better(trial, box, shiftX + x, shiftY + y, best)
  }
  return { raster: rasterOf(best.dots, box), left: box.left, top: box.top }
}

type Box = { left: number; top: number; width: number; height: number }
type Best = { score: number; dots: Uint8Array; trial: Trial; shiftX: number; shiftY: number }
type Trial = { sums: Int32Array; stride: number; runs: Runs; cost: number; stretchY: number }
type Runs = { across: number; down: number }

/** Room for the outline and two dots around it, so that shifts and stretches never cut. */
function boxOf(commands: readonly OutlineCommand[], scale: number): Box | null {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const command of commands) {
    if (command.type === 'Z') continue
    minX = Math.min(minX, command.x)
    maxX = Math.max(maxX, command.x)
    minY = Math.min(minY, command.y)
    maxY = Math.max(maxY, command.y)
  }
  if (maxX <= minX || maxY <= minY) return null
  const left = Math.floor(minX * scale) - 2
  const top = Math.floor(-maxY * scale) - 2
  return {
    left,
    top,
    width: Math.ceil(maxX * scale) + 2 - left,
    height: Math.ceil(-minY * scale) + 2 - top,
  }
}

function sampleOutline(
  commands: readonly OutlineCommand[],
  scaleX: number,
  scaleY: number,
  box: Box,
): SampleGrid {
  const placement = {
    scaleX: scaleX * SUBDOTS,
    scaleY: scaleY * SUBDOTS,
    originX: -box.left * SUBDOTS,
    originY: -box.top * SUBDOTS,
  }
  return fillOutline(commands, placement, box.width * SUBDOTS, box.height * SUBDOTS)
}

/** The strokes crossed by the rows and columns of the true outline, on the scale of dots. */
function runsOf(grid: SampleGrid): Runs {
  return {
    across: countRuns(grid.samples, grid.width, grid.height, grid.width, 1) / SUBDOTS,
    down: countRuns(grid.samples, grid.height, grid.width, 1, grid.width) / SUBDOTS,
  }
}

/** Table of sums: the samples above and left of each corner, so that any rectangle's sum is four look-ups. */
function sumsOf(grid: SampleGrid): Int32Array {
  const stride = grid.width + 1
  const sums = new Int32Array(stride * (grid.height + 1))
  for (let y = 0; y < grid.height; y++) {
    let row = 0
    for (let x = 0; x < grid.width; x++) {
      row += grid.samples[y * grid.width + x] ?? 0
      sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + row
    }
  }
  return sums
}

function better(trial: Trial, box: Box, shiftX: number, shiftY: number, best: Best | null): Best {
  const dots = new Uint8Array(box.width * box.height)
  const moved = (Math.abs(shiftX) + Math.abs(shiftY)) * MOVE_WEIGHT + trial.cost
  const limit = best === null ? Infinity : best.score - moved
  const score = scoreOf(trial, box, shiftX, shiftY, dots, limit) + moved
  return best === null || score < best.score ? { score, dots, trial, shiftX, shiftY } : best
}

/** Stops early, with any number above `limit`, once the limit cannot be met. */
function scoreOf(
  trial: Trial,
  box: Box,
  shiftX: number,
  shiftY: number,
  dots: Uint8Array,
  limit: number,
): number {
  const { sums, stride } = trial
  let difference = 0
  for (let y = 1; y < box.height - 1; y++) {
    if (difference > limit * SUBDOTS * SUBDOTS) return Infinity
    const above = (y * SUBDOTS - shiftY) * stride
    const below = above + SUBDOTS * stride
    for (let x = 1; x < box.width - 1; x++) {
      const left = x * SUBDOTS - shiftX
      const right = left + SUBDOTS
      const covered =
        (sums[below + right] ?? 0) -
        (sums[below + left] ?? 0) -
        (sums[above + right] ?? 0) +
        (sums[above + left] ?? 0)
      const black = covered >= HALF_COVERED
      if (black) dots[y * box.width + x] = 1
      difference += black ? SUBDOTS * SUBDOTS - covered : covered
    }
  }
  const across = countRuns(dots, box.width, box.height, box.width, 1)
  const down = countRuns(dots, box.height, box.width, 1, box.width)
  const lost = Math.max(0, trial.runs.across - across) + Math.max(0, trial.runs.down - down)
  return difference / (SUBDOTS * SUBDOTS) + lost * LOST_RUN_WEIGHT
}

/** Runs of black along `lines` lines of `length` dots each. */
function countRuns(
  dots: Uint8Array,
  length: number,
  lines: number,
  lineStep: number,
  dotStep: number,
): number {
  let runs = 0
  for (let line = 0; line < lines; line++) {
    let before = 0
    for (let index = 0; index < length; index++) {
      const dot = dots[line * lineStep + index * dotStep] ?? 0
      if (dot === 1 && before === 0) runs++
      before = dot
    }
  }
  return runs
}

function rasterOf(dots: Uint8Array, box: Box): Raster {
  const raster = createRaster(box.width, box.height)
  dots.forEach((dot, index) => {
    if (dot === 1) setBlack(raster, index % box.width, Math.floor(index / box.width))
  })
  return raster
}
