import type { Picture } from './picture.ts'

/** What dlib's net was trained on: faces of 150 pixels with a quarter of space around, turned upright. */
export const CHIP_PIXELS = 150
const PADDING = 0.25

/** Mean places of dlib's five points (get_face_chip_details of image_transforms/interpolation.h) and the mesh points that mean the same. */
const ANCHORS: readonly { mesh: number; x: number; y: number }[] = [
  { mesh: 263, x: 0.8595674595992, y: 0.2134981538014 },
  { mesh: 362, x: 0.6460604764104, y: 0.2289674387677 },
  { mesh: 33, x: 0.1205750620789, y: 0.2137274526848 },
  { mesh: 133, x: 0.3340850613712, y: 0.2290642403242 },
  { mesh: 2, x: 0.4901123135679, y: 0.6277975316475 },
]

/** The aligned face as floats 0 to 255, RGB; null where the mesh lacks a point. */
export function cutChip(picture: Picture, mesh: readonly (readonly number[])[]): Float32Array | null {
  const pairs = ANCHORS.flatMap(({ mesh: index, x, y }) => {
    const [fromX, fromY] = mesh[index] ?? []
    if (fromX === undefined || fromY === undefined) return []
    const place = (value: number) => ((PADDING + value) / (2 * PADDING + 1)) * CHIP_PIXELS
    return [{ chip: [place(x), place(y)] as const, source: [fromX, fromY] as const }]
  })
  if (pairs.length < ANCHORS.length) return null
  const { a, b, x, y } = similarity(pairs)
  const chip = new Float32Array(CHIP_PIXELS * CHIP_PIXELS * 3)
  for (let row = 0; row < CHIP_PIXELS; row += 1) {
    for (let column = 0; column < CHIP_PIXELS; column += 1) {
      const sourceX = a * column - b * row + x
      const sourceY = b * column + a * row + y
      sample(picture, sourceX, sourceY, chip, (row * CHIP_PIXELS + column) * 3)
    }
  }
  return chip
}

type Place = readonly [number, number]

/** Least squares of scale, turn and shift that carry chip places to the picture. */
function similarity(pairs: readonly { chip: Place; source: Place }[]): {
  a: number
  b: number
  x: number
  y: number
} {
  const mean = (pick: (pair: { chip: Place; source: Place }) => number) =>
    pairs.reduce((sum, pair) => sum + pick(pair), 0) / pairs.length
  const [chipX, chipY] = [mean(({ chip }) => chip[0]), mean(({ chip }) => chip[1])]
  const [sourceX, sourceY] = [mean(({ source }) => source[0]), mean(({ source }) => source[1])]
  let [along, across, size] = [0, 0, 0]
  for (const { chip, source } of pairs) {
    const [u, v] = [chip[0] - chipX, chip[1] - chipY]
    const [s, t] = [source[0] - sourceX, source[1] - sourceY]
    along += u * s + v * t
    across += u * t - v * s
    size += u * u + v * v
  }
  const [a, b] = [along / size, across / size]
  return { a, b, x: sourceX - a * chipX + b * chipY, y: sourceY - b * chipX - a * chipY }
}

/** Bilinear; outside the picture its edge goes on. */
function sample(
  { data, width, height }: Picture,
  x: number,
  y: number,
  into: Float32Array,
  at: number,
): void {
  const clampedX = Math.min(Math.max(x, 0), width - 1.001)
  const clampedY = Math.min(Math.max(y, 0), height - 1.001)
  const [left, top] = [Math.floor(clampedX), Math.floor(clampedY)]
  const [right, down] = [clampedX - left, clampedY - top]
  const start = (top * width + left) * 3
  for (let channel = 0; channel < 3; channel += 1) {
    const pixel = (offset: number) => data[start + offset + channel] ?? 0
    const upper = pixel(0) * (1 - right) + pixel(3) * right
    const lower = pixel(width * 3) * (1 - right) + pixel(width * 3 + 3) * right
    into[at + channel] = upper * (1 - down) + lower * down
  }
}
