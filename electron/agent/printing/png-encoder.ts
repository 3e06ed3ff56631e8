import { crc32, deflateSync } from 'node:zlib'
import { rasterToRows, type Raster } from '../../../domain/labels/raster.ts'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const METRES_PER_INCH = 0.0254

/** A one-bit grey PNG of the raster, dot for dot (PNG specification, third edition); `dpi` makes programs show it at its true size. */
export function encodePng(raster: Raster, dpi: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(raster.widthDots, 0)
  header.writeUInt32BE(raster.heightDots, 4)
  // Bit depth 1, colour type 0 (grey); compression, filter and interlace methods 0.
  header.writeUInt8(1, 8)
  const physical = Buffer.alloc(9)
  physical.writeUInt32BE(Math.round(dpi / METRES_PER_INCH), 0)
  physical.writeUInt32BE(Math.round(dpi / METRES_PER_INCH), 4)
  physical.writeUInt8(1, 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('pHYs', physical),
    chunk('IDAT', deflateSync(scanlines(raster))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** PNG's grey is 1 = white where the raster's is 1 = black; each row begins with its filter, here none. */
function scanlines(raster: Raster): Buffer {
  const lines = Buffer.alloc((raster.bytesPerRow + 1) * raster.heightDots)
  rasterToRows(raster).forEach((row, index) => {
    const start = index * (raster.bytesPerRow + 1)
    row.forEach((byte, column) => {
      lines[start + 1 + column] = ~byte & 0xff
    })
  })
  return lines
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
