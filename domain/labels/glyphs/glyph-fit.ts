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
import { coarseSumsOf, COARSE_STEP, runsOf, sumsOf } from './sample-sums.ts'
import type { Runs } from './sample-sums.ts'
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
/** In samples, eighths of a dot; multiples of COARSE_STEP. */
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
  const contest: Contest = {
    box,
    runs: runsOf(natural),
    best: null,
    spare: new Uint8Array(box.width * box.height),
  }
  const shiftsX = fit.isShiftedAcross ? COARSE_SHIFTS : [0]
  const shiftsY = fit.isShiftedDown ? COARSE_SHIFTS : [0]
  const tryStretch = (stretchX: number, stretchY: number) => {
    const isNatural = stretchX === 1 && stretchY === 1
    const grid = isNatural
      ? natural
      : sampleOutline(commands, fit.scale * stretchX, fit.scale * stretchY, box)
    const cost = (Math.abs(1 - stretchX) + Math.abs(1 - stretchY)) * 100 * MOVE_WEIGHT
    const trial = { grid, sums: coarseSumsOf(grid), step: COARSE_STEP, cost, stretchY }
    for (const x of shiftsX) for (const y of shiftsY) compete(contest, trial, x, y)
  }
  for (const stretchY of fit.stretchesY) tryStretch(1, stretchY)
  const stretchY = contest.best?.trial.stretchY ?? 1
  for (const stretchX of fit.stretchesX) if (stretchX !== 1) tryStretch(stretchX, stretchY)
  if (contest.best === null) return null
  const { trial: winner, shiftX, shiftY } = contest.best
  const trial = { ...winner, sums: sumsOf(winner.grid), step: 1 }
  for (const x of fit.isShiftedAcross ? FINE_STEPS : [0]) {
    for (const y of fit.isShiftedDown ? FINE_STEPS : [0])
      if (x !== 0 || y !== 0) compete(contest, trial, shiftX + x, shiftY + y)
  }
  return { raster: rasterOf(contest.best.dots, box), left: box.left, top: box.top }
}

type Box = { left: number; top: number; width: number; height: number }
type Best = { score: number; dots: Uint8Array; trial: Trial; shiftX: number; shiftY: number }
/** `step` is how many samples lie between two corners of the table of sums. */
type Trial = { grid: SampleGrid; sums: Uint16Array; step: number; cost: number; stretchY: number }
/** `spare` is what the next trial draws on; the winner keeps its sheet and leaves its own to the next. */
type Contest = { box: Box; runs: Runs; best: Best | null; spare: Uint8Array }

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

function compete(contest: Contest, trial: Trial, shiftX: number, shiftY: number): void {
  const { best, spare } = contest
  const moved = (Math.abs(shiftX) + Math.abs(shiftY)) * MOVE_WEIGHT + trial.cost
  const limit = best === null ? Infinity : best.score - moved
  const score = scoreOf(contest, trial, shiftX, shiftY, limit) + moved
  if (best !== null && score >= best.score) return
  contest.best = { score, dots: spare, trial, shiftX, shiftY }
  contest.spare = best?.dots ?? new Uint8Array(spare.length)
}

/** Draws on the spare sheet. Stops early, with any number above `limit`, once the limit cannot be met. */
function scoreOf(
  { box, runs, spare: dots }: Contest,
  { grid, sums, step }: Trial,
  shiftX: number,
  shiftY: number,
  limit: number,
): number {
  const { width, height } = box
  const stride = grid.width / step + 1
  const cornersPerDot = SUBDOTS / step
  let difference = 0
  let across = 0
  let down = 0
  for (let y = 1; y < height - 1; y++) {
    if (difference > limit * SUBDOTS * SUBDOTS) return Infinity
    let above = ((y * SUBDOTS - shiftY) / step) * stride + (SUBDOTS - shiftX) / step
    let below = above + cornersPerDot * stride
    let leftStrip = (sums[below] ?? 0) - (sums[above] ?? 0)
    let before = 0
    for (let index = y * width + 1; index < (y + 1) * width - 1; index++) {
      above += cornersPerDot
      below += cornersPerDot
      const strip = (sums[below] ?? 0) - (sums[above] ?? 0)
      const covered = (strip - leftStrip) & 0xffff
      leftStrip = strip
      const dot = covered >= HALF_COVERED ? 1 : 0
      dots[index] = dot
      difference += dot === 1 ? SUBDOTS * SUBDOTS - covered : covered
      if (dot === 1) {
        if (before === 0) across++
        if (dots[index - width] === 0) down++
      }
      before = dot
    }
  }
  const lost = Math.max(0, runs.across - across) + Math.max(0, runs.down - down)
  return difference / (SUBDOTS * SUBDOTS) + lost * LOST_RUN_WEIGHT
}

function rasterOf(dots: Uint8Array, box: Box): Raster {
  const raster = createRaster(box.width, box.height)
  dots.forEach((dot, index) => {
    if (dot === 1) setBlack(raster, index % box.width, Math.floor(index / box.width))
  })
  return raster
}
