import { inflateSync } from 'node:zlib'

/** Brightness of each dot, 0 black to 255 white, row by row; see-through dots count as the white of paper. */
export interface GreyPicture {
  readonly width: number
  readonly height: number
  readonly grey: Uint8Array
}

export class NotAPngError extends Error {}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
/** Far above any label; a crafted file must not fill the memory. */
const MOST_SIDE = 10_000

interface Header {
  width: number
  height: number
  depth: number
  colour: number
}

/** Reads a PNG (third edition) of any depth and colour type without interlace. Throws NotAPngError, which says what is wrong in Chinese. */
export function decodePng(file: Buffer): GreyPicture {
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new NotAPngError('文件不是 PNG 图片')
  const { header, palette, transparency, data } = readChunks(file)
  const channels = CHANNELS[header.colour]
  if (channels === undefined) throw new NotAPngError(`不支持颜色类型 ${header.colour}`)
  const bitsPerDot = channels * header.depth
  const bytesPerRow = Math.ceil((header.width * bitsPerDot) / 8)
  const rows = unfilter(data, header.height, bytesPerRow, Math.max(1, bitsPerDot >> 3))
  const grey = new Uint8Array(header.width * header.height)
  const max = 2 ** header.depth - 1
  for (let y = 0; y < header.height; y++) {
    const sample = (index: number) => sampleAt(rows, y * bytesPerRow, index, header.depth)
    for (let x = 0; x < header.width; x++) {
      const at = x * channels
      const scaled = (channel: number) => (sample(at + channel) * 255) / max
      const [bright, alpha] =
        header.colour === 3
          ? paletteDot(sample(x), palette, transparency)
          : header.colour === 2 || header.colour === 6
            ? [luma(scaled(0), scaled(1), scaled(2)), header.colour === 6 ? scaled(3) : 255]
            : [scaled(0), header.colour === 4 ? scaled(1) : 255]
      grey[y * header.width + x] = Math.round(255 - ((255 - bright) * alpha) / 255)
    }
  }
  return { width: header.width, height: header.height, grey }
}

function readChunks(file: Buffer) {
  let header: Header | null = null
  let palette: Buffer = Buffer.alloc(0)
  let transparency: Buffer = Buffer.alloc(0)
  const data: Buffer[] = []
  for (let at = 8; at + 12 <= file.length;) {
    const length = file.readUInt32BE(at)
    const type = file.toString('latin1', at + 4, at + 8)
    const body = file.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') header = readHeader(body)
    else if (type === 'PLTE') palette = body
    else if (type === 'tRNS') transparency = body
    else if (type === 'IDAT') data.push(body)
    at += 12 + length
  }
  if (!header || data.length === 0) throw new NotAPngError('PNG 图片不完整')
  const bytes =
    header.height * (Math.ceil((header.width * (CHANNELS[header.colour] ?? 4) * header.depth) / 8) + 1)
  try {
    return {
      header,
      palette,
      transparency,
      data: inflateSync(Buffer.concat(data), { maxOutputLength: bytes }),
    }
  } catch {
    // zlib says which byte was wrong; a person only needs to know that the file is.
    throw new NotAPngError('PNG 图片已损坏')
  }
}

function readHeader(body: Buffer): Header {
  if (body.length < 13) throw new NotAPngError('PNG 图片不完整')
  const [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)]
  if (width < 1 || height < 1 || width > MOST_SIDE || height > MOST_SIDE)
    throw new NotAPngError(`图片大小 ${width}×${height} 不能打印`)
  if (body[12] !== 0) throw new NotAPngError('不支持隔行扫描的 PNG，请另存为普通 PNG')
  return { width, height, depth: body[8] ?? 8, colour: body[9] ?? 0 }
}

/** PNG, section 9: each row is stored as differences to its left, upper or both neighbours. */
function unfilter(data: Buffer, height: number, bytesPerRow: number, step: number): Uint8Array {
  if (data.length < height * (bytesPerRow + 1)) throw new NotAPngError('PNG 图片不完整')
  const rows = new Uint8Array(height * bytesPerRow)
  for (let y = 0; y < height; y++) {
    const filter = data[y * (bytesPerRow + 1)] ?? 0
    const from = y * (bytesPerRow + 1) + 1
    const to = y * bytesPerRow
    for (let x = 0; x < bytesPerRow; x++) {
      const left = x >= step ? (rows[to + x - step] ?? 0) : 0
      const up = y > 0 ? (rows[to + x - bytesPerRow] ?? 0) : 0
      const corner = x >= step && y > 0 ? (rows[to + x - bytesPerRow - step] ?? 0) : 0
      rows[to + x] = (data[from + x] ?? 0) + predicted(filter, left, up, corner)
    }
  }
  return rows
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  return filter === 4 ? paeth(left, up, corner) : 0
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}

function sampleAt(rows: Uint8Array, row: number, index: number, depth: number): number {
  if (depth === 8) return rows[row + index] ?? 0
  if (depth === 16) return ((rows[row + 2 * index] ?? 0) << 8) | (rows[row + 2 * index + 1] ?? 0)
  const bit = index * depth
  return ((rows[row + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1)
}

function paletteDot(index: number, palette: Buffer, transparency: Buffer): [number, number] {
  const [red = 0, green = 0, blue = 0] = palette.subarray(index * 3, index * 3 + 3)
  return [luma(red, green, blue), transparency[index] ?? 255]
}

function luma(red: number, green: number, blue: number): number {
  return red * 0.299 + green * 0.587 + blue * 0.114
}
