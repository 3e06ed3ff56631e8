import { z } from 'zod'

/** Screen pixels to a dot; `fit` takes what shows the whole label. */
export const Zoom = z.enum(['fit', '1', '2', '3', '4'])
export type Zoom = z.infer<typeof Zoom>

export const ZOOM_NAMES: Record<Zoom, string> = {
  fit: '适合窗口',
  '1': '1 点 1 像素',
  '2': '放大 2 倍',
  '3': '放大 3 倍',
  '4': '放大 4 倍',
}

/** Room for the rulers. */
const AROUND_PX = 40
const LARGEST_FIT = 4

interface Extent {
  width: number
  height: number
}

/** A whole number of pixels to a dot where the label fits so, else less. */
export function designScale(zoom: Zoom, dots: Extent, desk: Extent): number {
  if (zoom !== 'fit') return Number(zoom)
  const across = Math.max(60, desk.width - 2 * AROUND_PX) / dots.width
  const down = Math.max(60, desk.height - 2 * AROUND_PX) / dots.height
  const scale = Math.min(across, down)
  // Half steps stay even to the eye, and small screens need them.
  return scale >= 1 ? Math.min(LARGEST_FIT, Math.floor(scale * 2) / 2) : scale
}

/** Marks of a ruler: every millimetre, long ones every five, with a number every ten. */
export function rulerMarks(lengthMm: number): { atMm: number; kind: 'short' | 'long' | 'number' }[] {
  return Array.from({ length: Math.floor(lengthMm) + 1 }, (_, atMm) => ({
    atMm,
    kind: atMm % 10 === 0 ? 'number' : atMm % 5 === 0 ? 'long' : 'short',
  }))
}
