import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'

/**
 * Pages of a SQLCipher 4 file as they lie on the disk (its design paper and SQLite3MultipleCiphers' cipher_sqlcipher.c): ciphertext, 16 bytes IV, 64 bytes HMAC-SHA512
 * over both and the page number. The first page begins with the file's salt (16 bytes) and 8 plain bytes of SQLite's header, which the HMAC leaves out.
 */
export const PAGE_BYTES = 4096
const SALT_BYTES = 16
const FIRST_PAGE_PLAIN_BYTES = 24
const HMAC_BYTES = 64
const IV_BYTES = 16
const HMAC_SALT_MASK = 0x3a
const HMAC_KEY_ROUNDS = 2
/** Of SQLite's header: the number of pages (file format, 1.3.7). */
const PAGE_COUNT_AT = 28

export interface PageProof {
  /** Whether these bytes are page `number` of a file with this key and salt, unchanged. */
  isGenuine(page: Buffer, number: number): boolean
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
  return {
    isGenuine: (page, number) =>
      page.length === PAGE_BYTES &&
      timingSafeEqual(proofOf(page, number), page.subarray(PAGE_BYTES - HMAC_BYTES)),
    withPageCount: (firstPage, pageCount) => {
      const changed = Buffer.from(firstPage)
      const iv = changed.subarray(PAGE_BYTES - HMAC_BYTES - IV_BYTES, PAGE_BYTES - HMAC_BYTES)
      const block = changed.subarray(FIRST_PAGE_PLAIN_BYTES, FIRST_PAGE_PLAIN_BYTES + IV_BYTES)
      const plain = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false).update(block)
      // In CBC the first block's plain text is what the IV makes of it: changing the IV changes these four bytes and nothing else.
      const at = PAGE_COUNT_AT - FIRST_PAGE_PLAIN_BYTES
      iv.writeUInt32BE((iv.readUInt32BE(at) ^ plain.readUInt32BE(at) ^ pageCount) >>> 0, at)
      proofOf(changed, 1).copy(changed, PAGE_BYTES - HMAC_BYTES)
      return changed
    },
  }
}
