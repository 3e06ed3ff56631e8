export interface PictureSize {
  width: number
  height: number
}

/** Width and height from the picture's own headers; null when the file is cut off or not well formed. */
export function measurePicture(bytes: Buffer, mediaType: 'image/jpeg' | 'image/png'): PictureSize | null {
  return mediaType === 'image/png' ? measurePng(bytes) : measureJpeg(bytes)
}

const PNG_HEADER_BYTES = 33

function measurePng(bytes: Buffer): PictureSize | null {
  if (bytes.length < PNG_HEADER_BYTES || bytes.toString('latin1', 12, 16) !== 'IHDR') return null
  // The last chunk of a whole file is IEND: length, name, checksum.
  if (bytes.lastIndexOf('IEND', undefined, 'latin1') < bytes.length - 16) return null
  return positive(bytes.readUInt32BE(16), bytes.readUInt32BE(20))
}

/** Start-of-frame markers; C4, C8 and CC in their midst are tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const END_OF_IMAGE = Buffer.from([0xff, 0xd9])

function measureJpeg(bytes: Buffer): PictureSize | null {
  if (bytes.lastIndexOf(END_OF_IMAGE) < 0) return null
  let position = 2
  while (position + 9 < bytes.length) {
    if (bytes[position] !== 0xff) return null
    const marker = bytes[position + 1] ?? 0
    if (marker === 0xff) {
      position += 1
      continue
    }
    if (isFrame(marker)) return positive(bytes.readUInt16BE(position + 7), bytes.readUInt16BE(position + 5))
    position += 2 + bytes.readUInt16BE(position + 2)
  }
  return null
}

const positive = (width: number, height: number) => (width > 0 && height > 0 ? { width, height } : null)
