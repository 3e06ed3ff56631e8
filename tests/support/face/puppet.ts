import sharp from 'sharp'
import type { FaceAction, FaceFrameKind } from '../../../domain/verification/face-action.ts'
import { FRAME_HEIGHT, FRAME_WIDTH, type PublicFace } from './public-face.ts'
import { drawTriangle, type Corner } from './draw-triangle.ts'
import { ABOVE_LIDS, FACE_OVAL, INNER_LIPS, LIDS, LOWER_FACE, UPPER_LIPS } from './mesh-points.ts'

/** How the head is held: turns in radians, blink and mouth from 0 to 1, shift in pixels. */
export interface Pose {
  yaw: number
  pitch: number
  roll: number
  blink: number
  mouth: number
  dx: number
  dy: number
  scale: number
}
export const AT_REST: Pose = { yaw: 0, pitch: 0, roll: 0, blink: 0, mouth: 0, dx: 0, dy: 0, scale: 1 }

/** The pose of an action at its height. */
export const POSES: Record<FaceFrameKind, Pose> = {
  neutral: AT_REST,
  blink: { ...AT_REST, blink: 1 },
  'open-mouth': { ...AT_REST, mouth: 1 },
  'turn-left': { ...AT_REST, yaw: 0.4 },
  'turn-right': { ...AT_REST, yaw: -0.4 },
  'come-nearer': { ...AT_REST, scale: 1.35 },
} satisfies Record<FaceAction | 'neutral', Pose>

type Point = [number, number, number]

/** Makes another person of the mesh and its colours: strangers to the matcher, made up, of nobody. */
export interface Disguise {
  /** Moves a point; x and y from the middle of the face, by half its width. */
  shape: (x: number, y: number) => [number, number]
  colour: (red: number, green: number, blue: number) => [number, number, number]
}

export interface Puppet {
  /** RGB of 640×480. */
  draw: (pose: Pose) => Uint8Array
}

/**
 * One still portrait made to move by its mesh: exactly what a cheap attacker does, and therefore also the proof of what this verification does not stop.
 * The background follows the face softly; no teeth, no hidden side of the head.
 */
export function createPuppet(face: PublicFace, disguise?: Disguise): Puppet {
  const rest = face.mesh.slice(0, 468).map(([x = 0, y = 0, z = 0]): Point => [x, y, z])
  const at = (index: number): Point => rest[index] ?? [0, 0, 0]
  const mean = (axis: 0 | 1 | 2) =>
    FACE_OVAL.reduce((sum, index) => sum + at(index)[axis], 0) / FACE_OVAL.length
  const [middleX, middleY] = [mean(0), mean(1)]
  const radius = Math.max(...FACE_OVAL.map((i) => Math.hypot(at(i)[0] - middleX, at(i)[1] - middleY)))
  const axisZ = mean(2) + radius * 0.55
  const height = at(152)[1] - at(10)[1]
  const grid = makeGrid(rest, { x: middleX, y: middleY, radius })
  const source = disguise ? recolour(face.pixels, disguise) : face.pixels

  function acted({ blink, mouth }: Pose): Point[] {
    const moved = rest.map(([x, y, z]): Point => [x, y, z])
    const shift = (index: number, dx: number, dy: number) => {
      const point = moved[index]
      if (point) [point[0], point[1]] = [point[0] + dx, point[1] + dy]
    }
    for (const [upper, lower] of LIDS) {
      const [gapX, gapY] = [at(lower)[0] - at(upper)[0], at(lower)[1] - at(upper)[1]]
      shift(upper, gapX * 0.5 * blink, gapY * 0.97 * blink)
      shift(lower, 0, -gapY * 0.06 * blink)
    }
    for (const index of ABOVE_LIDS) shift(index, 0, height * 0.03 * blink)
    for (const index of LOWER_FACE) {
      const side = 1 - Math.min(1, Math.abs(at(index)[0] - at(14)[0]) / radius)
      shift(index, 0, mouth * height * 0.16 * (0.35 + 0.65 * side))
    }
    for (const index of UPPER_LIPS) shift(index, 0, -mouth * height * 0.012)
    return moved
  }

  function disguised([x, y, z]: Point): Point {
    if (!disguise) return [x, y, z]
    const [u, v] = disguise.shape((x - middleX) / radius, (y - middleY) / radius)
    return [middleX + u * radius, middleY + v * radius, z]
  }

  function posed(point: Point, { yaw, pitch, roll, scale, dx, dy }: Pose): Point {
    let [x, y, z] = disguised(point)
    ;[x, y, z] = [x - middleX, y - middleY, z - axisZ]
    ;[x, z] = [Math.cos(yaw) * x - Math.sin(yaw) * z, Math.sin(yaw) * x + Math.cos(yaw) * z]
    ;[y, z] = [Math.cos(pitch) * y - Math.sin(pitch) * z, Math.sin(pitch) * y + Math.cos(pitch) * z]
    ;[x, y] = [Math.cos(roll) * x - Math.sin(roll) * y, Math.sin(roll) * x + Math.cos(roll) * y]
    return [middleX + x * scale + dx, middleY + y * scale + dy, z]
  }

  return {
    draw(pose) {
      const canvas = Uint8Array.from(source)
      const now = acted(pose).map((point) => posed(point, pose))
      const oval = FACE_OVAL.map((index): Corner => {
        const [x, y] = posed(at(index), pose)
        return [x - at(index)[0], y - at(index)[1]]
      })
      const places = grid.places.map((_place, index) => grid.moved(index, oval))
      const to = (index: number): Corner => places[index] ?? [0, 0]
      for (const [one, two, three] of grid.triangles) {
        drawTriangle(
          canvas,
          source,
          [grid.at(one), grid.at(two), grid.at(three)],
          [to(one), to(two), to(three)],
        )
      }
      drawFace(canvas, source, { triangles: face.triangles, rest, now })
      if (pose.mouth > 0.05) fillMouth(canvas, now, Math.min(1, pose.mouth * 1.5))
      return canvas
    },
  }
}

function recolour(pixels: Uint8Array, { colour }: Disguise): Uint8Array {
  const changed = new Uint8Array(pixels.length)
  for (let at = 0; at < pixels.length; at += 3) {
    const values = colour(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0)
    changed.set(
      values.map((value) => Math.max(0, Math.min(255, value))),
      at,
    )
  }
  return changed
}

/** Farthest triangles first; those that show their back are left out. */
function drawFace(
  canvas: Uint8Array,
  source: Uint8Array,
  { triangles, rest, now }: { triangles: readonly number[]; rest: readonly Point[]; now: readonly Point[] },
): void {
  const faces: { depth: number; from: [Point, Point, Point]; to: [Point, Point, Point] }[] = []
  for (let index = 0; index + 2 < triangles.length; index += 3) {
    const corners = [0, 1, 2].map((offset) => triangles[index + offset] ?? 0)
    const from = corners.map((corner): Point => rest[corner] ?? [0, 0, 0])
    const to = corners.map((corner): Point => now[corner] ?? [0, 0, 0])
    const [f1, f2, f3] = from
    const [t1, t2, t3] = to
    if (!f1 || !f2 || !f3 || !t1 || !t2 || !t3 || turning(f1, f2, f3) * turning(t1, t2, t3) <= 0) continue
    faces.push({ depth: t1[2] + t2[2] + t3[2], from: [f1, f2, f3], to: [t1, t2, t3] })
  }
  faces.sort((one, other) => other.depth - one.depth)
  for (const { from, to } of faces) drawTriangle(canvas, source, flat(from), flat(to))
}

function flat([one, two, three]: [Point, Point, Point]): [Corner, Corner, Corner] {
  return [
    [one[0], one[1]],
    [two[0], two[1]],
    [three[0], three[1]],
  ]
}

function turning(one: Point, two: Point, three: Point): number {
  return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])
}

const COLUMNS = 64
const ROWS = 48

/** The background as a net that follows the outline of the face, less the farther away. */
function makeGrid(rest: readonly Point[], middle: { x: number; y: number; radius: number }) {
  const places: Corner[] = []
  for (let row = 0; row <= ROWS; row += 1)
    for (let column = 0; column <= COLUMNS; column += 1)
      places.push([(column * FRAME_WIDTH) / COLUMNS, (row * FRAME_HEIGHT) / ROWS])
  const pulls = places.map(([x, y]) => {
    const weights = FACE_OVAL.map((index) => {
      const [ovalX = 0, ovalY = 0] = rest[index] ?? []
      return 1 / ((ovalX - x) ** 2 + (ovalY - y) ** 2 + 30) ** 1.5
    })
    const whole = weights.reduce((sum, weight) => sum + weight)
    const away = Math.hypot(x - middle.x, (y - middle.y) * 0.9) / middle.radius
    const fading = Math.max(0, Math.min(1, 1 - (away - 1.25) / 1.3))
    return weights.map((weight) => (weight / whole) * fading)
  })
  const triangles: [number, number, number][] = []
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      const start = row * (COLUMNS + 1) + column
      const below = start + COLUMNS + 1
      triangles.push([start, start + 1, below], [start + 1, below + 1, below])
    }
  }
  const at = (index: number): Corner => places[index] ?? [0, 0]
  return {
    triangles,
    places,
    at,
    moved(index: number, oval: readonly Corner[]): Corner {
      const [x, y] = at(index)
      const pull = pulls[index] ?? []
      const sum = (axis: 0 | 1) =>
        oval.reduce((total, shift, order) => total + shift[axis] * (pull[order] ?? 0), 0)
      return [x + sum(0), y + sum(1)]
    },
  }
}

const MOUTH_COLOUR = [52, 18, 20]

function fillMouth(canvas: Uint8Array, now: readonly Point[], strength: number): void {
  const lips = INNER_LIPS.map((index): Point => now[index] ?? [0, 0, 0])
  const rows = lips.map(([, y]) => y)
  for (
    let y = Math.max(0, Math.floor(Math.min(...rows)));
    y <= Math.min(FRAME_HEIGHT - 1, Math.max(...rows));
    y += 1
  ) {
    const crossings = lips.flatMap(([x0, y0], index) => {
      const [x1 = 0, y1 = 0] = lips[(index + 1) % lips.length] ?? []
      return y0 <= y !== y1 <= y ? [x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)] : []
    })
    crossings.sort((one, other) => one - other)
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const end = Math.min(FRAME_WIDTH - 1, crossings[pair + 1] ?? 0)
      for (let x = Math.max(0, Math.ceil(crossings[pair] ?? 0)); x <= end; x += 1) {
        const pixel = (y * FRAME_WIDTH + x) * 3
        MOUTH_COLOUR.forEach((value, channel) => {
          canvas[pixel + channel] = (canvas[pixel + channel] ?? 0) * (1 - strength) + value * strength
        })
      }
    }
  }
}

/** mulberry32: the same noise in every run, so that a test that passes passes again. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
const chance = seeded(7)
const NOISE = Int8Array.from({ length: 1_000_003 }, () => Math.round((chance() + chance() - 1) * 8))

/** As the page sends it, with the noise of a small camera: no two pictures are alike. */
export async function toJpeg(pixels: Uint8Array, quality = 90): Promise<Uint8Array<ArrayBuffer>> {
  const noisy = new Uint8ClampedArray(pixels.length)
  let from = Math.floor(chance() * NOISE.length)
  for (let at = 0; at < pixels.length; at += 1) {
    noisy[at] = (pixels[at] ?? 0) + (NOISE[from] ?? 0)
    from = from + 1 === NOISE.length ? 0 : from + 1
  }
  const raw = { width: FRAME_WIDTH, height: FRAME_HEIGHT, channels: 3 } as const
  return new Uint8Array(await sharp(noisy, { raw }).jpeg({ quality }).toBuffer())
}
