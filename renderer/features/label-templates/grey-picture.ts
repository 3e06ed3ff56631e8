import { encodeBase64 } from '../../../domain/labels/base64.ts'
import { LONGEST_PICTURE_SIDE, type GreyPicture } from '../../../domain/labels/design/label-design.ts'

export const PICTURE_TYPES = 'image/png,image/jpeg'
const LARGEST_BYTES = 10 * 1024 * 1024

/** ITU-R BT.601: how bright red, green and blue look. */
const RED = 0.299
const GREEN = 0.587
const BLUE = 0.114

/** RGBA pixels on white paper as grey values. */
export function greyValues(pixels: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from({ length: pixels.length / 4 }, (_, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(index * 4, index * 4 + 4)
    const grey = red * RED + green * GREEN + blue * BLUE
    return Math.round(255 - ((255 - grey) * alpha) / 255)
  })
}

/** The chosen picture made small and grey, or in words why it cannot be used. */
export async function readGreyPicture(file: File): Promise<GreyPicture | { message: string }> {
  if (!PICTURE_TYPES.split(',').includes(file.type))
    return { message: '图片应为 PNG 或 JPG 格式，请重新选择' }
  if (file.size > LARGEST_BYTES) {
    return { message: `图片不得大于 10 MB，现在是 ${(file.size / 1024 / 1024).toFixed(1)} MB` }
  }
  const bitmap = await createImageBitmap(file).catch((error: unknown) => {
    if (error instanceof DOMException) return null
    throw error
  })
  if (!bitmap) return { message: '图片已损坏，无法打开，请重新选择' }
  const scale = Math.min(1, LONGEST_PICTURE_SIDE / Math.max(bitmap.width, bitmap.height))
  const widthPixels = Math.max(1, Math.round(bitmap.width * scale))
  const heightPixels = Math.max(1, Math.round(bitmap.height * scale))
  const canvas = new OffscreenCanvas(widthPixels, heightPixels)
  const context = canvas.getContext('2d')
  if (!context) return { message: '图片太多，内存不够，请重启客户端后重试' }
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, widthPixels, heightPixels)
  bitmap.close()
  const { data } = context.getImageData(0, 0, widthPixels, heightPixels)
  return { widthPixels, heightPixels, greyBase64: encodeBase64(greyValues(data)) }
}
