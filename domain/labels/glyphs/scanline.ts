/**
 * Fills outlines by the non-zero rule on a fine grid, SUBDOTS × SUBDOTS samples to a dot.
 *
 * Non-zero and not even-odd, because the strokes of Noto Sans SC overlap: 口 is two contours. Samples instead of
 * exact areas, because the fit (glyph-fit.ts) asks for the coverage of the same outline at many offsets, which
 * a table of sums over the samples answers at once.
 */
export const SUBDOTS = 8

export type OutlineCommand =
  | { type: 'M'; x: number; y: number }
  | { type: 'L'; x: number; y: number }
  | { type: 'Q'; x1: number; y1: number; x: number; y: number }
  | { type: 'C'; x1: number; y1: number; x2: number; y2: number; x: number; y: number }
  | { type: 'Z' }

/** Where outline units (y upwards) land on the grid of samples (y downwards). */
export type OutlinePlacement = { scaleX: number; scaleY: number; originX: number; originY: number }

/** One straight piece going down or up: `winding` tells which. */
type Edge = { top: number; bottom: number; xAtTop: number; slope: number; winding: 1 | -1 }

/** One byte per sample, 1 = inside the outline. */
export type SampleGrid = { width: number; height: number; samples: Uint8Array }

export function fillOutline(
  commands: readonly OutlineCommand[],
  placement: OutlinePlacement,
  width: number,
  height: number,
): SampleGrid {
  const samples = new Uint8Array(width * height)
  const edgesByRow = bucketByFirstRow(edgesOf(commands, placement), height)
  // One list for all rows: a label has hundreds of thousands of crossings, and each would be an object of its own.
  const crossings: Crossings = { xs: [], windings: [] }
  const active: Edge[] = []
  for (let row = 0; row < height; row++) {
    const y = row + 0.5
    dropEnded(active, y)
    for (const edge of edgesByRow[row] ?? NO_EDGES) if (edge.bottom > y) active.push(edge)
    const count = crossRow(active, y, crossings)
    if (count > 0) fillRow(samples, row * width, width, crossings, count)
  }
  return { width, height, samples }
}

const NO_EDGES: readonly Edge[] = []

function dropEnded(active: Edge[], y: number): void {
  let kept = 0
  for (const edge of active) if (edge.bottom > y) active[kept++] = edge
  active.length = kept
}

/** Where the row's edges cross it, from left to right. */
type Crossings = { xs: number[]; windings: number[] }

/** Sorted as they come: from row to row their order hardly changes. */
function crossRow(active: readonly Edge[], y: number, { xs, windings }: Crossings): number {
  let count = 0
  for (const edge of active) {
    const x = edge.xAtTop + (y - edge.top) * edge.slope
    let place = count++
    for (; place > 0; place--) {
      const before = xs[place - 1] ?? 0
      if (before <= x) break
      xs[place] = before
      windings[place] = windings[place - 1] ?? 0
    }
    xs[place] = x
    windings[place] = edge.winding
  }
  return count
}

function fillRow(
  samples: Uint8Array,
  start: number,
  width: number,
  { xs, windings }: Crossings,
  count: number,
): void {
  let winding = 0
  let spanStart = 0
  for (let index = 0; index < count; index++) {
    const x = xs[index] ?? 0
    const before = winding
    winding += windings[index] ?? 0
    if (before === 0) spanStart = x
    else if (winding === 0) {
      const first = Math.max(0, Math.ceil(spanStart - 0.5))
      const last = Math.min(width, Math.ceil(x - 0.5))
      if (last > first) samples.fill(1, start + first, start + last)
    }
  }
}

function bucketByFirstRow(edges: readonly Edge[], height: number): (Edge[] | undefined)[] {
  const rows: (Edge[] | undefined)[] = []
  for (const edge of edges) {
    const first = Math.max(0, Math.ceil(edge.top - 0.5))
    if (first < height) (rows[first] ??= []).push(edge)
  }
  return rows
}

function edgesOf(commands: readonly OutlineCommand[], placement: OutlinePlacement): Edge[] {
  const edges: Edge[] = []
  let x = 0
  let y = 0
  let startX = 0
  let startY = 0
  const toX = (units: number) => placement.originX + units * placement.scaleX
  const toY = (units: number) => placement.originY - units * placement.scaleY
  const lineTo = (nextX: number, nextY: number) => {
    addEdge(edges, x, y, nextX, nextY)
    x = nextX
    y = nextY
  }
  for (const command of commands) {
    if (command.type === 'M') {
      lineTo(startX, startY)
      x = startX = toX(command.x)
      y = startY = toY(command.y)
    } else if (command.type === 'L') lineTo(toX(command.x), toY(command.y))
    else if (command.type === 'Z') lineTo(startX, startY)
    else {
      const control = [toX(command.x1), toY(command.y1)] as const
      const second = command.type === 'C' ? ([toX(command.x2), toY(command.y2)] as const) : control
      curveTo(lineTo, command.type, [x, y], control, second, [toX(command.x), toY(command.y)])
    }
  }
  lineTo(startX, startY)
  return edges
}

type Point = readonly [x: number, y: number]

/** Cut into pieces of about a tenth of a dot's deviation: steps grow with the length of the control polygon. */
function curveTo(
  lineTo: (x: number, y: number) => void,
  type: 'Q' | 'C',
  from: Point,
  control: Point,
  second: Point,
  to: Point,
): void {
  const length =
    Math.abs(control[0] - from[0]) +
    Math.abs(control[1] - from[1]) +
    Math.abs(to[0] - second[0]) +
    Math.abs(to[1] - second[1])
  const steps = Math.max(2, Math.min(16, Math.ceil(Math.sqrt(length))))
  for (let step = 1; step <= steps; step++) {
    const t = step / steps
    const u = 1 - t
    const along = (axis: 0 | 1) =>
      type === 'Q'
        ? u * u * from[axis] + 2 * u * t * control[axis] + t * t * to[axis]
        : u * u * u * from[axis] +
          3 * u * u * t * control[axis] +
          3 * u * t * t * second[axis] +
          t * t * t * to[axis]
    lineTo(along(0), along(1))
  }
}

function addEdge(edges: Edge[], x1: number, y1: number, x2: number, y2: number): void {
  if (y1 === y2) return
  const slope = (x2 - x1) / (y2 - y1)
  if (y1 < y2) edges.push({ top: y1, bottom: y2, xAtTop: x1, slope, winding: 1 })
  else edges.push({ top: y2, bottom: y1, xAtTop: x2, slope, winding: -1 })
}
