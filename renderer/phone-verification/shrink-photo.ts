/** A photo of a phone is far larger than a reviewer needs, and carries where and when it was taken. */
const LONG_SIDE_MAX_PIXELS = 1280
const JPEG_QUALITY = 0.88

/** The picture as a JPEG of at most 1280 pixels without the file's own data; null where it cannot be read. */
export async function shrinkPhoto(file: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) return null
  const scale = Math.min(1, LONG_SIDE_MAX_PIXELS / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY)
  })
}
