import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import { PAGE_BYTES } from '../storage/database.ts'

/**
 * Pages of a SQLCipher 4 file as they lie on the disk (its design paper and SQLite3MultipleCiphers' cipher_sqlcipher.c): ciphertext, 16 bytes IV, 64 bytes HMAC-SHA512
 * over both and the page number. The first page begins with the file's salt (16 bytes) and 8 plain bytes of SQLite's header, which the HMAC leaves out.
 */
const SALT_BYTES = 16
const FIRST_PAGE_PLAIN_BYTES = 24
const HMAC_BYTES = 64
const IV_BYTES = 16
const HMAC_SALT_MASK = 0x3a
const HMAC_KEY_ROUNDS = 2
/** Of SQLite's header: the number of pages (file format, 1.3.7). */
const PAGE_COUNT_AT = 28

/** What SQLite itself may use of a page; the rest is IV and HMAC. */
export const USABLE_BYTES = PAGE_BYTES - HMAC_BYTES - IV_BYTES

export interface PageProof {
  /** Whether these bytes are page `number` of a file with this key and salt, unchanged. */
  isGenuine(page: Buffer, number: number): boolean
  /** What SQLite wrote on a page behind the first. */
  decrypt(page: Buffer): Buffer
  /** The first 16 bytes behind the plain ones of the first page's header. */
  decryptHeader(firstPage: Buffer): Buffer
  /** The same first page with another count of pages in its header. */
  withPageCount(firstPage: Buffer, pageCount: number): Buffer
}

export const saltOf = (firstPage: Buffer): Buffer => firstPage.subarray(0, SALT_BYTES)

export function createPageProof(keyHex: string, salt: Buffer): PageProof {
  const key = Buffer.from(keyHex, 'hex')
  const maskedSalt = Buffer.from(salt.map((byte) => byte ^ HMAC_SALT_MASK))
  const hmacKey = pbkdf2Sync(key, maskedSalt, HMAC_KEY_ROUNDS, key.length, 'sha512')
  const proofOf = (page: Buffer, number: number): Buffer => {
    const pageNumber = Buffer.alloc(4)
    pageNumber.writeUInt32LE(number)
    const proven = page.subarray(number === 1 ? FIRST_PAGE_PLAIN_BYTES : 0, PAGE_BYTES - HMAC_BYTES)
    return createHmac('sha512', hmacKey).update(proven).update(pageNumber).digest()
  }
  const ivOf = (page: Buffer) => page.subarray(USABLE_BYTES, USABLE_BYTES + IV_BYTES)
  const decryptBytes = (page: Buffer, from: number, to: number) =>
    createDecipheriv('aes-256-cbc', key, ivOf(page)).setAutoPadding(false).update(page.subarray(from, to))
  return {
    decrypt: (page) => decryptBytes(page, 0, USABLE_BYTES),
    decryptHeader: (firstPage) =>
      decryptBytes(firstPage, FIRST_PAGE_PLAIN_BYTES, FIRST_PAGE_PLAIN_BYTES + IV_BYTES),
    isGenuine: (page, number) =>
      page.length === PAGE_BYTES &&
      timingSafeEqual(proofOf(page, number), page.subarray(PAGE_BYTES - HMAC_BYTES)),
    withPageCount: (firstPage, pageCount) => {
      const changed = Buffer.from(firstPage)
      const iv = ivOf(changed)
      const plain = decryptBytes(changed, FIRST_PAGE_PLAIN_BYTES, FIRST_PAGE_PLAIN_BYTES + IV_BYTES)
      // In CBC the first block's plain text is what the IV makes of it: changing the IV changes these four bytes and nothing else.
      const at = PAGE_COUNT_AT - FIRST_PAGE_PLAIN_BYTES
      iv.writeUInt32BE((iv.readUInt32BE(at) ^ plain.readUInt32BE(at) ^ pageCount) >>> 0, at)
      proofOf(changed, 1).copy(changed, PAGE_BYTES - HMAC_BYTES)
      return changed
    },
  }
}
