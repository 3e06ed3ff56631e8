import { randomBytes, timingSafeEqual } from 'node:crypto'
import { PAGE_BYTES } from '../storage/database.ts'
import { aegis256Decrypt, aegis256Encrypt, aegis256Stream } from './aegis-256.ts'

/**
 * Pages as SQLite3MultipleCiphers' cipher_aegis.c writes them: ciphertext, 32 bytes tag, 32 bytes nonce. Each is sealed with a key and a nonce of its own, which are the stream
 * of the file's key under the page's nonce; the last four bytes of that second nonce are the page's number. The first page begins with 16 bytes of salt and 8 plain bytes of
 * SQLite's header.
 */
const FIRST_PAGE_PLAIN_BYTES = 24
const TAG_BYTES = 32
const NONCE_BYTES = 32
const KEY_BYTES = 32
/** Of SQLite's header: the number of pages (file format, 1.3.7). */
const PAGE_COUNT_AT = 28
/** What every SQLite file begins with, where the salt stands in ours. */
const SALT_BYTES = 16

/** What SQLite itself may use of a page; the rest is tag and nonce. */
export const USABLE_BYTES = PAGE_BYTES - TAG_BYTES - NONCE_BYTES

export interface PageProof {
  /** What SQLite wrote on a page, from its first byte on; null when the bytes are not page `number` of a file with this key, unchanged. */
  open(page: Buffer, number: number): Buffer | null
  /** The same first page with another count of pages in its header. The page must be genuine. */
  withPageCount(firstPage: Buffer, pageCount: number): Buffer
}

export function createPageProof(keyHex: string): PageProof {
  const key = Buffer.from(keyHex, 'hex')
  return {
    open: (page, number) => open(key, page, number),
    withPageCount: (firstPage, pageCount) => {
      const plain = open(key, firstPage, 1)
      if (!plain) throw new RangeError('the first page is not genuine')
      plain.writeUInt32BE(pageCount, PAGE_COUNT_AT)
      return seal(key, plain, firstPage.subarray(0, SALT_BYTES), 1)
    },
  }
}

const plainBytesOf = (number: number) => (number === 1 ? FIRST_PAGE_PLAIN_BYTES : 0)

function open(key: Buffer, page: Buffer, number: number): Buffer | null {
  if (page.length !== PAGE_BYTES) return null
  const from = plainBytesOf(number)
  const sealed = page.subarray(from, USABLE_BYTES)
  const once = onceFor(key, page.subarray(USABLE_BYTES + TAG_BYTES), number)
  const { plain, tag } = aegis256Decrypt(sealed, once.key, once.nonce)
  if (!timingSafeEqual(tag, page.subarray(USABLE_BYTES, USABLE_BYTES + TAG_BYTES))) return null
  return Buffer.concat([page.subarray(0, from), plain])
}

function seal(key: Buffer, plain: Buffer, salt: Buffer, number: number): Buffer {
  const from = plainBytesOf(number)
  const nonce = randomBytes(NONCE_BYTES)
  const once = onceFor(key, nonce, number)
  const { sealed, tag } = aegis256Encrypt(plain.subarray(from), once.key, once.nonce)
  const head = number === 1 ? Buffer.concat([salt, plain.subarray(SALT_BYTES, from)]) : Buffer.alloc(0)
  return Buffer.concat([head, sealed, tag, nonce])
}

function onceFor(key: Buffer, pageNonce: Buffer, number: number): { key: Buffer; nonce: Buffer } {
  const stream = aegis256Stream(KEY_BYTES + NONCE_BYTES, key, pageNonce)
  stream.writeUInt32BE(number, KEY_BYTES + NONCE_BYTES - 4)
  return { key: stream.subarray(0, KEY_BYTES), nonce: stream.subarray(KEY_BYTES) }
}
