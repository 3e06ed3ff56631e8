/** A decoded picture: rows from the top, four bytes a pixel (red, green, blue, alpha). */
export interface PixelPicture {
  width: number
  height: number
  data: Uint8ClampedArray | Uint8Array
}

export interface Point {
  x: number
  y: number
}

/** In pixels of the picture it belongs to. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Lightness 0–255, made smaller by averaging; one pixel of it stands for `scale` pixels of the picture. */
export interface GrayPicture {
  width: number
  height: number
  scale: number
  values: Float32Array
}

export function wholeOf({ width, height }: PixelPicture): Box {
  return { left: 0, top: 0, width, height }
}

/** The part of a box that lies inside the picture, in whole pixels; at least one pixel. */
export function insideOf(picture: PixelPicture, box: Box): Box {
  const left = clamp(Math.round(box.left), 0, picture.width - 1)
  const top = clamp(Math.round(box.top), 0, picture.height - 1)
  return {
    left,
    top,
    width: clamp(Math.round(box.left + box.width) - left, 1, picture.width - left),
    height: clamp(Math.round(box.top + box.height) - top, 1, picture.height - top),
  }
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most)

/** The box in grey, at most `widthMax` pixels wide; never made larger. */
export function toGray(picture: PixelPicture, widthMax: number, box: Box = wholeOf(picture)): GrayPicture {
  const part = insideOf(picture, box)
  const width = Math.min(part.width, widthMax)
  const scale = part.width / width
  const height = Math.max(1, Math.round(part.height / scale))
  const values = new Float32Array(width * height)
  for (let y = 0; y < height; y += 1) {
    const fromY = part.top + Math.floor(y * scale)
    const toY = Math.min(part.top + part.height, Math.max(fromY + 1, part.top + Math.floor((y + 1) * scale)))
    for (let x = 0; x < width; x += 1) {
      const fromX = part.left + Math.floor(x * scale)
      const toX = Math.min(
        part.left + part.width,
        Math.max(fromX + 1, part.left + Math.floor((x + 1) * scale)),
      )
      values[y * width + x] = meanLightness(picture, fromX, toX, fromY, toY)
    }
  }
  return { width, height, scale, values }
}

function meanLightness(
  picture: PixelPicture,
  fromX: number,
  toX: number,
  fromY: number,
  toY: number,
): number {
  const { data, width } = picture
  let sum = 0
  for (let y = fromY; y < toY; y += 1) {
    for (let x = fromX; x < toX; x += 1) {
      const at = (y * width + x) * 4
      sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)
    }
  }
  return sum / Math.max(1, (toX - fromX) * (toY - fromY))
}
