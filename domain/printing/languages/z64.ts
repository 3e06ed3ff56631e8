import { encodeBase64 } from '../../labels/base64.ts'
import { asciiBytes } from '../job-bytes.ts'

/** zlib's format (RFC 1950); lent by whoever has a compressor, since the domain has none. */
export type Deflate = (bytes: Uint8Array) => Uint8Array

/** `:Z64:<base64 of the deflated bytes>:<crc>`, as ^GF and ~DG take it (ZPL II programming guide, “Alternative Data Compression Scheme”). */
export function encodeZ64(bytes: Uint8Array, deflate: Deflate): string {
  const text = encodeBase64(deflate(bytes))
  return `:Z64:${text}:${crc16(asciiBytes(text)).toString(16).toUpperCase().padStart(4, '0')}`
}

const POLYNOMIAL = 0x1021
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 8
  for (let bit = 0; bit < 8; bit++) value = (value & 0x8000) === 0 ? value << 1 : (value << 1) ^ POLYNOMIAL
  return value
})

/** CRC-16 of ITU-T V.41 beginning at 0, over the base64 letters: what Zebra's own strings carry. “CCITT-FALSE”, which begins at FFFF, is another. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (TABLE[(crc >> 8) ^ byte] ?? 0)
  return crc
}
