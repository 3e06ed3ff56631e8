import { type Box, insideOf, type PixelPicture, type Point } from './pixel-picture.ts'

/** A red area with the size of the national emblem on the 国徽面; where its middle lies in the box, 0–1 each way. */
export interface RedEmblem {
  middle: Point
}

/** The emblem takes about 5 % of the card; below this it is a seal, a shirt collar or noise. */
const SHARE_MIN = 0.015
const SHARE_MAX = 0.2
const STEP = 3

/** Null when there is no such area. A first hint only: a red shirt in a portrait can look the same, so nothing may be refused by it. */
export function findRedEmblem(picture: PixelPicture, box: Box): RedEmblem | null {
  const part = insideOf(picture, box)
  let count = 0
  let seen = 0
  let sumX = 0
  let sumY = 0
  for (let y = part.top; y < part.top + part.height; y += STEP) {
    for (let x = part.left; x < part.left + part.width; x += STEP) {
      seen += 1
      if (!isRed(picture, (y * picture.width + x) * 4)) continue
      count += 1
      sumX += x
      sumY += y
    }
  }
  const share = count / Math.max(1, seen)
  if (share < SHARE_MIN || share > SHARE_MAX) return null
  return {
    middle: { x: (sumX / count - part.left) / part.width, y: (sumY / count - part.top) / part.height },
  }
}

function isRed({ data }: PixelPicture, at: number): boolean {
  const red = data[at] ?? 0
  return red >= 110 && red - (data[at + 1] ?? 0) >= 60 && red - (data[at + 2] ?? 0) >= 60
}
