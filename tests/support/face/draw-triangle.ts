import { FRAME_HEIGHT, FRAME_WIDTH } from './public-face.ts'

export type Corner = readonly [number, number]
type Triangle = readonly [Corner, Corner, Corner]

const EDGE = -1e-3

/** Copies the triangle `from` of one picture to the triangle `to` of the other, both RGB of a frame's size. */
export function drawTriangle(canvas: Uint8Array, source: Uint8Array, from: Triangle, to: Triangle): void {
  const [a, b, c] = to
  const area = (b[1] - c[1]) * (a[0] - c[0]) + (c[0] - b[0]) * (a[1] - c[1])
  if (Math.abs(area) < 1e-6) return
  const left = Math.max(0, Math.floor(Math.min(a[0], b[0], c[0])))
  const right = Math.min(FRAME_WIDTH - 1, Math.ceil(Math.max(a[0], b[0], c[0])))
  const top = Math.max(0, Math.floor(Math.min(a[1], b[1], c[1])))
  const bottom = Math.min(FRAME_HEIGHT - 1, Math.ceil(Math.max(a[1], b[1], c[1])))
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      const one = ((b[1] - c[1]) * (x - c[0]) + (c[0] - b[0]) * (y - c[1])) / area
      const two = ((c[1] - a[1]) * (x - c[0]) + (a[0] - c[0]) * (y - c[1])) / area
      const three = 1 - one - two
      if (one < EDGE || two < EDGE || three < EDGE) continue
      const sourceX = one * from[0][0] + two * from[1][0] + three * from[2][0]
      const sourceY = one * from[0][1] + two * from[1][1] + three * from[2][1]
      copyPixel(canvas, (y * FRAME_WIDTH + x) * 3, source, sourceX, sourceY)
    }
  }
}

function copyPixel(canvas: Uint8Array, into: number, source: Uint8Array, x: number, y: number): void {
  const [inX, inY] = [
    Math.max(0, Math.min(x, FRAME_WIDTH - 1.001)),
    Math.max(0, Math.min(y, FRAME_HEIGHT - 1.001)),
  ]
  const [column, row] = [Math.floor(inX), Math.floor(inY)]
  const [right, down] = [inX - column, inY - row]
  const start = (row * FRAME_WIDTH + column) * 3
  const below = start + FRAME_WIDTH * 3
  for (let channel = 0; channel < 3; channel += 1) {
    const upper = (source[start + channel] ?? 0) * (1 - right) + (source[start + 3 + channel] ?? 0) * right
    const lower = (source[below + channel] ?? 0) * (1 - right) + (source[below + 3 + channel] ?? 0) * right
    canvas[into + channel] = upper * (1 - down) + lower * down
  }
}
