import { type Box, type GrayPicture, type PixelPicture, type Point, toGray } from './pixel-picture.ts'

/** The border of a card or a sheet in a photo. */
export interface CardOutline {
  /** Clockwise from the top left, in pixels of the picture. */
  corners: [Point, Point, Point, Point]
  /** The box around the corners. */
  box: Box
  /** Longer edge by shorter edge; an identity card has 1.586. */
  aspect: number
  /** How much of the four edges is really seen, 0–1. */
  support: number
  /** Its share of the picture, 0–1. */
  areaShare: number
  longerEdgePixels: number
  /** The longer edge stands upright. */
  upright: boolean
}

const WORKING_WIDTH = 320
const ANGLES = 180
const EDGE_STRENGTH = 6
const VOTE_MAX = 25
const LINES_MAX = 24
const LINE_VOTES_MIN = 200
const IDENTITY_CARD_ASPECT = 1.586
const EDGE_SUPPORT_MIN = 0.45

/** A straight line as Hough counts it: x·cos θ + y·sin θ = distance. */
interface Line {
  theta: number
  distance: number
}

interface Edges {
  width: number
  height: number
  strength: Float32Array
  direction: Float32Array
  /** 1 where an edge lies within two pixels. */
  near: Uint8Array
}

/** The best quadrilateral of strong straight edges with the shape of a card or a sheet; null where there is none. */
export function findCardOutline(picture: PixelPicture): CardOutline | null {
  const gray = toGray(picture, WORKING_WIDTH)
  if (gray.width < 60 || gray.height < 60) return null
  const edges = findEdges(smooth(smooth(gray)))
  const lines = findLines(edges)
  const level = lines.filter(({ theta }) => Math.abs(Math.sin(theta)) > 0.8)
  const plumb = lines.filter(({ theta }) => Math.abs(Math.cos(theta)) > 0.8)
  let best: { outline: CardOutline; score: number } | null = null
  for (const [top, bottom] of pairs(level)) {
    for (const [left, right] of pairs(plumb)) {
      const found = judge([top, bottom, left, right], edges, gray.scale)
      if (found && (!best || found.score > best.score)) best = found
    }
  }
  return best?.outline ?? null
}

function pairs<Item>(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other): [Item, Item] => [one, other]))
}

function smooth(gray: GrayPicture): GrayPicture {
  const { width, height, values } = gray
  const smoothed = values.slice()
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      let sum = 0
      for (let row = -1; row <= 1; row += 1) {
        const at = (y + row) * width + x
        sum += (values[at - 1] ?? 0) + (values[at] ?? 0) + (values[at + 1] ?? 0)
      }
      smoothed[y * width + x] = sum / 9
    }
  }
  return { ...gray, values: smoothed }
}

function findEdges({ width, height, values }: GrayPicture): Edges {
  const strength = new Float32Array(width * height)
  const direction = new Float32Array(width * height)
  const near = new Uint8Array(width * height)
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x
      const across = (values[at + 1] ?? 0) - (values[at - 1] ?? 0)
      const down = (values[at + width] ?? 0) - (values[at - width] ?? 0)
      strength[at] = Math.hypot(across, down)
      direction[at] = Math.atan2(down, across)
      if ((strength[at] ?? 0) > EDGE_STRENGTH) markNear(near, width, height, x, y)
    }
  }
  return { width, height, strength, direction, near }
}

function markNear(near: Uint8Array, width: number, height: number, x: number, y: number): void {
  for (let row = Math.max(0, y - 2); row <= Math.min(height - 1, y + 2); row += 1) {
    near.fill(1, row * width + Math.max(0, x - 2), row * width + Math.min(width - 1, x + 2) + 1)
  }
}

/** Hough: every edge votes for the lines through it that run about along it; the strongest lines, each with its surroundings emptied. */
function findLines({ width, height, strength, direction }: Edges): Line[] {
  const reach = Math.ceil(Math.hypot(width, height))
  const votes = new Float32Array(ANGLES * 2 * reach)
  const sines = Array.from({ length: ANGLES }, (_, angle) => Math.sin((angle * Math.PI) / ANGLES))
  const cosines = Array.from({ length: ANGLES }, (_, angle) => Math.cos((angle * Math.PI) / ANGLES))
  strength.forEach((force, at) => {
    if (force <= EDGE_STRENGTH) return
    const along = Math.round(((direction[at] ?? 0) / Math.PI) * ANGLES)
    for (let offset = -2; offset <= 2; offset += 1) {
      const angle = (((along + offset) % ANGLES) + ANGLES) % ANGLES
      const distance = (at % width) * (cosines[angle] ?? 0) + Math.floor(at / width) * (sines[angle] ?? 0)
      const cell = angle * 2 * reach + Math.round(distance) + reach
      votes[cell] = (votes[cell] ?? 0) + Math.min(force, VOTE_MAX)
    }
  })
  return strongestLines(votes, reach)
}

function strongestLines(votes: Float32Array, reach: number): Line[] {
  const lines: Line[] = []
  while (lines.length < LINES_MAX) {
    let best = 0
    votes.forEach((count, cell) => {
      if (count > (votes[best] ?? 0)) best = cell
    })
    if ((votes[best] ?? 0) < LINE_VOTES_MIN) break
    const angle = Math.floor(best / (2 * reach))
    const distance = (best % (2 * reach)) - reach
    lines.push({ theta: (angle * Math.PI) / ANGLES, distance })
    emptyAround(votes, reach, angle, distance)
  }
  return lines
}

function emptyAround(votes: Float32Array, reach: number, angle: number, distance: number): void {
  for (let turn = -6; turn <= 6; turn += 1) {
    // Past the last angle the same line is counted from the other side.
    const wraps = angle + turn < 0 || angle + turn >= ANGLES
    const row = (angle + turn + ANGLES) % ANGLES
    const middle = (wraps ? -distance : distance) + reach
    for (let cell = Math.max(0, middle - 6); cell <= Math.min(2 * reach - 1, middle + 6); cell += 1) {
      votes[row * 2 * reach + cell] = 0
    }
  }
}

function crossing(one: Line, other: Line): Point | null {
  const determinant =
    Math.cos(one.theta) * Math.sin(other.theta) - Math.sin(one.theta) * Math.cos(other.theta)
  if (Math.abs(determinant) < 0.3) return null
  return {
    x: (one.distance * Math.sin(other.theta) - other.distance * Math.sin(one.theta)) / determinant,
    y: (other.distance * Math.cos(one.theta) - one.distance * Math.cos(other.theta)) / determinant,
  }
}

function judge(
  [top, bottom, left, right]: [Line, Line, Line, Line],
  edges: Edges,
  scale: number,
): { outline: CardOutline; score: number } | null {
  const corners = clockwise([
    crossing(top, left),
    crossing(top, right),
    crossing(bottom, right),
    crossing(bottom, left),
  ])
  if (!corners?.every((corner) => isNearlyInside(corner, edges))) return null
  const sides = sidesOf(corners)
  const lengths = sides.map(([from, to]) => Math.hypot(to.x - from.x, to.y - from.y))
  const across = ((lengths[0] ?? 0) + (lengths[2] ?? 0)) / 2
  const down = ((lengths[1] ?? 0) + (lengths[3] ?? 0)) / 2
  const aspect = Math.max(across, down) / Math.min(across, down)
  if (aspect < 1.3 || aspect > 1.9 || Math.min(...lengths) < 40 || !isInPerspective(lengths)) return null
  const supports = sides.map(([from, to]) => supportOf(from, to, edges))
  if (Math.min(...supports) < EDGE_SUPPORT_MIN || runsOn(sides, edges)) return null
  const support = supports.reduce((sum, value) => sum + value, 0) / 4
  const areaShare = (across * down) / (edges.width * edges.height)
  const xs = corners.map(({ x }) => x * scale)
  const ys = corners.map(({ y }) => y * scale)
  const outline: CardOutline = {
    // Safe: mapping keeps the four corners.
    corners: corners.map(({ x, y }) => ({ x: x * scale, y: y * scale })) as CardOutline['corners'],
    box: {
      left: Math.min(...xs),
      top: Math.min(...ys),
      width: Math.max(...xs) - Math.min(...xs),
      height: Math.max(...ys) - Math.min(...ys),
    },
    aspect,
    support,
    areaShare,
    longerEdgePixels: Math.max(across, down) * scale,
    upright: down > across,
  }
  return { outline, score: support * 2 + areaShare - Math.abs(aspect - IDENTITY_CARD_ASPECT) }
}

/** Opposite edges differ a little in a photo taken at an angle; more than this is no card. */
function isInPerspective([top = 0, right = 0, bottom = 0, left = 0]: readonly number[]): boolean {
  return Math.min(top / bottom, bottom / top, left / right, right / left) >= 0.75
}

type Corners = [Point, Point, Point, Point]

function clockwise(points: readonly (Point | null)[]): Corners | null {
  const corners = points.filter((point) => point !== null)
  if (corners.length !== 4) return null
  const middle = {
    x: corners.reduce((sum, { x }) => sum + x, 0) / 4,
    y: corners.reduce((sum, { y }) => sum + y, 0) / 4,
  }
  const angle = ({ x, y }: Point) => Math.atan2(y - middle.y, x - middle.x)
  // Safe: four went in.
  return corners.sort((one, other) => angle(one) - angle(other)) as Corners
}

const isNearlyInside = ({ x, y }: Point, { width, height }: Edges) =>
  x >= -8 && y >= -8 && x <= width + 8 && y <= height + 8

function sidesOf([a, b, c, d]: Corners): [Point, Point][] {
  return [
    [a, b],
    [b, c],
    [c, d],
    [d, a],
  ]
}

const SAMPLES = 40

/** A card's edge ends at its corner. One that runs on belongs to a card cut off by the picture, closed by a line of its print. */
function runsOn(sides: readonly [Point, Point][], edges: Edges): boolean {
  const beyond = sides.flatMap(([from, to]) => [extension(from, to), extension(to, from)])
  return beyond.filter(([from, to]) => supportOf(from, to, edges) > 0.8).length >= 2
}

function extension(from: Point, to: Point): [Point, Point] {
  const at = (share: number) => ({
    x: to.x + (to.x - from.x) * share,
    y: to.y + (to.y - from.y) * share,
  })
  // A little off the corner: there the other edge is near.
  return [at(0.03), at(0.11)]
}

function supportOf(from: Point, to: Point, { width, height, near }: Edges): number {
  let seen = 0
  for (let sample = 1; sample < SAMPLES; sample += 1) {
    const x = Math.round(from.x + ((to.x - from.x) * sample) / SAMPLES)
    const y = Math.round(from.y + ((to.y - from.y) * sample) / SAMPLES)
    if (x > 0 && y > 0 && x < width - 1 && y < height - 1 && near[y * width + x] === 1) seen += 1
  }
  return seen / (SAMPLES - 1)
}
