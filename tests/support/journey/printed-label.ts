import { type Page } from '@playwright/test'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { interpretTspl } from '../tspl-interpreter.ts'

export interface DotPicture {
  widthDots: number
  heightDots: number
  isBlack(x: number, y: number): boolean
}

/** The dots of the label preview as the screen holds them, one canvas pixel a dot. */
export async function previewDots(page: Page): Promise<DotPicture> {
  const url = await page
    .getByRole('img', { name: /维保标签预览/ })
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL('image/png'))
  const png = PNG.sync.read(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'))
  return {
    widthDots: png.width,
    heightDots: png.height,
    isBlack: (x, y) => (png.data[(y * png.width + x) * 4] ?? 255) < 128,
  }
}

/** Where two pictures differ first, or null when every dot is the same. */
export function firstDifferentDot(a: DotPicture, b: DotPicture): string | null {
  if (a.widthDots !== b.widthDots || a.heightDots !== b.heightDots) {
    return `${a.widthDots}×${a.heightDots} against ${b.widthDots}×${b.heightDots} dots`
  }
  for (let y = 0; y < a.heightDots; y += 1) {
    for (let x = 0; x < a.widthDots; x += 1) {
      if (a.isBlack(x, y) !== b.isBlack(x, y)) return `dot ${x},${y}`
    }
  }
  return null
}

/** What a phone reads from the label's QR code. */
export function readCode(picture: DotPicture): string | null {
  const scale = 2
  const width = picture.widthDots * scale
  const height = picture.heightDots * scale
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (picture.isBlack(Math.floor(x / scale), Math.floor(y / scale)))
        pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3)
    }
  }
  return jsQR(pixels, width, height)?.data ?? null
}

const STATUS_REQUEST = Buffer.from('\x1b!?', 'latin1')
const DOTS_PER_MM_AT_203_DPI = 8

/** The one label that a printer has received; the agent's questions for its status before and after it are passed over. */
export function receivedLabel(captured: Buffer): DotPicture & { copies: number } {
  let bytes = captured
  while (bytes.subarray(0, 3).equals(STATUS_REQUEST)) bytes = bytes.subarray(3)
  while (bytes.subarray(-3).equals(STATUS_REQUEST)) bytes = bytes.subarray(0, -3)
  const { labels } = interpretTspl(bytes, DOTS_PER_MM_AT_203_DPI)
  const [label] = labels
  if (!label || labels.length !== 1)
    throw new Error(`the printer received ${labels.length} labels instead of one`)
  return { ...label, isBlack: (x, y) => label.dots[y]?.[x] ?? false }
}
