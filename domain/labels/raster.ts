/**
 * A one-bit picture, the only form in which a label exists between layout and printer: the preview draws it
 * and the printer languages send it, so what is seen is what is printed.
 *
 * Rows are padded to whole bytes, most significant bit first, 1 = black. Padding bits are always 0.
 */
export type Raster = {
  readonly widthDots: number
  readonly heightDots: number
  readonly bytesPerRow: number
  readonly bits: Uint8Array
}

/** A white raster. Throws RangeError unless both sides are whole numbers of at least one dot. */
export function createRaster(widthDots: number, heightDots: number): Raster {
  if (!Number.isInteger(widthDots) || !Number.isInteger(heightDots) || widthDots < 1 || heightDots < 1) {
    throw new RangeError(`a raster of ${widthDots} by ${heightDots} dots cannot be`)
  }
  const bytesPerRow = Math.ceil(widthDots / 8)
  return { widthDots, heightDots, bytesPerRow, bits: new Uint8Array(bytesPerRow * heightDots) }
}

/** Whether the dot is black; dots outside the raster are white. */
export function isBlack(raster: Raster, x: number, y: number): boolean {
  if (!contains(raster, x, y)) return false
  const byte = raster.bits[y * raster.bytesPerRow + (x >> 3)] ?? 0
  return (byte & (0x80 >> (x & 7))) !== 0
}

/** Blackens one dot; outside the raster it does nothing. */
export function setBlack(raster: Raster, x: number, y: number): void {
  if (!contains(raster, x, y)) return
  const index = y * raster.bytesPerRow + (x >> 3)
  raster.bits[index] = (raster.bits[index] ?? 0) | (0x80 >> (x & 7))
}

/** Blackens a rectangle, clipped to the raster. */
export function fillBlack(raster: Raster, x: number, y: number, widthDots: number, heightDots: number): void {
  const right = Math.min(x + widthDots, raster.widthDots)
  const bottom = Math.min(y + heightDots, raster.heightDots)
  for (let row = Math.max(0, y); row < bottom; row++) {
    for (let column = Math.max(0, x); column < right; column++) setBlack(raster, column, row)
  }
}

/** Adds the black dots of `source` to `target` with its top left corner at (x, y), clipped; white stays see-through. */
export function blit(target: Raster, source: Raster, x: number, y: number): void {
  const shift = x & 7
  const firstByte = x >> 3
  const lastMask = (0xff << (target.bytesPerRow * 8 - target.widthDots)) & 0xff
  for (let row = 0; row < source.heightDots; row++) {
    const targetRow = y + row
    if (targetRow < 0 || targetRow >= target.heightDots) continue
    const start = targetRow * target.bytesPerRow
    for (let index = 0; index < source.bytesPerRow; index++) {
      const byte = source.bits[row * source.bytesPerRow + index] ?? 0
      if (byte === 0) continue
      addByte(target, start, firstByte + index, byte >> shift, lastMask)
      if (shift !== 0) addByte(target, start, firstByte + index + 1, (byte << (8 - shift)) & 0xff, lastMask)
    }
  }
}

/** The bytes of each row, top to bottom, as views onto the raster's own bits. */
export function rasterToRows(raster: Raster): Uint8Array[] {
  return Array.from({ length: raster.heightDots }, (_, row) =>
    raster.bits.subarray(row * raster.bytesPerRow, (row + 1) * raster.bytesPerRow),
  )
}

/** Black for white and white for black; the padding stays 0. */
export function invertRaster(raster: Raster): Raster {
  const lastMask = (0xff << (raster.bytesPerRow * 8 - raster.widthDots)) & 0xff
  const bits = raster.bits.map((byte, index) => {
    const isLast = index % raster.bytesPerRow === raster.bytesPerRow - 1
    return ~byte & (isLast ? lastMask : 0xff)
  })
  return { ...raster, bits }
}

/** The picture upside down, for languages that cannot turn it themselves. */
export function turnRaster(raster: Raster): Raster {
  const turned = createRaster(raster.widthDots, raster.heightDots)
  for (let y = 0; y < raster.heightDots; y++) {
    for (let x = 0; x < raster.widthDots; x++) {
      if (isBlack(raster, x, y)) setBlack(turned, raster.widthDots - 1 - x, raster.heightDots - 1 - y)
    }
  }
  return turned
}

/** Same size and every dot the same. */
export function rastersEqual(one: Raster, other: Raster): boolean {
  if (one.widthDots !== other.widthDots || one.heightDots !== other.heightDots) return false
  return one.bits.every((byte, index) => byte === other.bits[index])
}

/** How many dots are black: the ink. */
export function countBlack(raster: Raster): number {
  let count = 0
  for (const byte of raster.bits) {
    for (let rest = byte; rest !== 0; rest &= rest - 1) count++
  }
  return count
}

function contains(raster: Raster, x: number, y: number): boolean {
  return x >= 0 && y >= 0 && x < raster.widthDots && y < raster.heightDots
}

function addByte(target: Raster, rowStart: number, column: number, byte: number, lastMask: number): void {
  if (column < 0 || column >= target.bytesPerRow) return
  const index = rowStart + column
  const kept = column === target.bytesPerRow - 1 ? byte & lastMask : byte
  target.bits[index] = (target.bits[index] ?? 0) | kept
}
