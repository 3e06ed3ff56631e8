import type { PicturePixels } from '../../../domain/labels/read-qr.ts'

/** Photos are made smaller first: a code is found as well, in a fraction of the time. */
const LONGEST_SIDE = 1600

/** The picture's pixels on white, or null when the file is no picture. */
export async function readPixels(file: Blob): Promise<PicturePixels | null> {
  const bitmap = await createImageBitmap(file).catch((error: unknown) => {
    if (error instanceof DOMException) return null
    throw error
  })
  if (!bitmap) return null
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height))
  const width = Math.max(1, Math.round(bitmap.width * scale))
  const height = Math.max(1, Math.round(bitmap.height * scale))
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (!context) return null
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return { width, height, data: context.getImageData(0, 0, width, height).data }
}
