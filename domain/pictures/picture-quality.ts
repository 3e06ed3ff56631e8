import { type Box, type PixelPicture, toGray } from './pixel-picture.ts'

export interface PictureQuality {
  /** Mean lightness, 0–255. */
  brightness: number
  /** Variance of the Laplacian in the sharper tiles (90th percentile) at most 1,000 pixels wide: a sharp card has several hundred, a blurred one below 120. */
  sharpness: number
}

const WORKING_WIDTH = 1000
const TILE = 50

/** Measured inside the box only: what lies around a card says nothing about it. */
export function measureQuality(picture: PixelPicture, box: Box): PictureQuality {
  const { width, height, values } = toGray(picture, WORKING_WIDTH, box)
  const brightness = values.reduce((sum, value) => sum + value, 0) / values.length
  const tiles: number[] = []
  for (let top = 0; top + TILE <= height; top += TILE) {
    for (let left = 0; left + TILE <= width; left += TILE) {
      tiles.push(laplacianVariance(values, width, left, top))
    }
  }
  tiles.sort((one, other) => one - other)
  return { brightness, sharpness: tiles[Math.floor(tiles.length * 0.9)] ?? 0 }
}

function laplacianVariance(values: Float32Array, width: number, left: number, top: number): number {
  let sum = 0
  let squares = 0
  for (let y = top + 1; y < top + TILE - 1; y += 1) {
    for (let x = left + 1; x < left + TILE - 1; x += 1) {
      const at = y * width + x
      const value =
        4 * (values[at] ?? 0) -
        (values[at - 1] ?? 0) -
        (values[at + 1] ?? 0) -
        (values[at - width] ?? 0) -
        (values[at + width] ?? 0)
      sum += value
      squares += value * value
    }
  }
  const count = (TILE - 2) ** 2
  return squares / count - (sum / count) ** 2
}
