import sharp from 'sharp'

/** RGB, three bytes a pixel. */
export interface Picture {
  data: Uint8Array
  width: number
  height: number
}

/** No picture of a camera or a scanned card is larger; sharp refuses what claims to be. */
const PIXELS_MAX = 40_000_000

/** Decoded upright (EXIF), made smaller where a side is over `sideAtMost`. Throws for what is no picture. */
export async function decodePicture(bytes: Uint8Array, sideAtMost = 1600, turn = 0): Promise<Picture> {
  const upright = await sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error' })
    .autoOrient()
    .removeAlpha()
    .toColourspace('srgb')
    .resize(sideAtMost, sideAtMost, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { data, info } =
    turn === 0
      ? upright
      : await sharp(upright.data, { raw: upright.info })
          .rotate(turn)
          .raw()
          .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error('not an RGB picture')
  return { data, width: info.width, height: info.height }
}

/** Small and grey, for comparing two pictures. */
export async function greyThumbnail({ data, width, height }: Picture): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(160, 120, { fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer()
}

/** The face with some space around it, as a reviewer sees it. */
export async function cropJpeg(
  { data, width, height }: Picture,
  [left, top, boxWidth, boxHeight]: readonly [number, number, number, number],
): Promise<Buffer> {
  const margin = 0.6
  const x = Math.max(0, Math.floor(left - boxWidth * margin))
  const y = Math.max(0, Math.floor(top - boxHeight * margin))
  const right = Math.min(width, Math.ceil(left + boxWidth * (1 + margin)))
  const bottom = Math.min(height, Math.ceil(top + boxHeight * (1 + margin)))
  return sharp(data, { raw: { width, height, channels: 3 } })
    .extract({ left: x, top: y, width: right - x, height: bottom - y })
    .resize(480, 480, { fit: 'inside' })
    .jpeg({ quality: 88 })
    .toBuffer()
}
