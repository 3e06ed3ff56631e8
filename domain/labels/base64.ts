/**
 * Base64 of RFC 4648 over bytes. Written here because the domain runs where neither Buffer nor atob need be;
 * decoding accepts only the one canonical spelling, so that a signed text has exactly one form.
 */
const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const STANDARD_VALUES = valuesOf(STANDARD)
const URL_SAFE_VALUES = valuesOf(URL_SAFE)
/** String.fromCharCode takes its characters as arguments, of which engines allow only so many. */
const CHUNK_CHARACTERS = 8192

/** RFC 4648 §4, with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = encode(bytes, STANDARD)
  return text + '='.repeat((4 - (text.length % 4)) % 4)
}

/** RFC 4648 §5, without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encode(bytes, URL_SAFE)
}

/** The bytes, or null when the text is not the canonical padded base64 of any bytes. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null
  return decode(text.replace(/={1,2}$/, ''), STANDARD_VALUES)
}

/** The bytes, or null when the text is not the canonical unpadded base64url of any bytes. */
export function decodeBase64Url(text: string): Uint8Array | null {
  return decode(text, URL_SAFE_VALUES)
}

function encode(bytes: Uint8Array, alphabet: string): string {
  const codes = new Uint8Array(Math.ceil((bytes.length * 8) / 6))
  let buffer = 0
  let bufferedBits = 0
  let length = 0
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff
    bufferedBits += 8
    while (bufferedBits >= 6) {
      bufferedBits -= 6
      codes[length++] = alphabet.charCodeAt((buffer >> bufferedBits) & 63)
    }
  }
  if (bufferedBits > 0) codes[length] = alphabet.charCodeAt((buffer << (6 - bufferedBits)) & 63)
  const parts: string[] = []
  for (let start = 0; start < codes.length; start += CHUNK_CHARACTERS) {
    parts.push(String.fromCharCode(...codes.subarray(start, start + CHUNK_CHARACTERS)))
  }
  return parts.join('')
}

function decode(text: string, values: Int8Array): Uint8Array | null {
  if (text.length % 4 === 1) return null
  const bytes = new Uint8Array(Math.floor((text.length * 6) / 8))
  let buffer = 0
  let bufferedBits = 0
  let length = 0
  for (let index = 0; index < text.length; index++) {
    const value = values[text.charCodeAt(index)] ?? -1
    if (value < 0) return null
    buffer = ((buffer << 6) | value) & 0xffff
    bufferedBits += 6
    if (bufferedBits >= 8) {
      bufferedBits -= 8
      bytes[length++] = (buffer >> bufferedBits) & 0xff
    }
  }
  const leftOver = buffer & ((1 << bufferedBits) - 1)
  return leftOver === 0 ? bytes : null
}

function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(-1)
  for (let index = 0; index < alphabet.length; index++) values[alphabet.charCodeAt(index)] = index
  return values
}
