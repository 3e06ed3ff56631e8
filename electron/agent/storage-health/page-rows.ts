import { USABLE_BYTES } from './page-proof.ts'

/** One row as it stands on a page; `values` are the record's columns. */
export interface PageRow {
  rowid: number
  values: (string | number | bigint | Buffer | null)[]
}

const TABLE_LEAF = 0x0d
const LEAF_HEADER_BYTES = 8
const POINTER_BYTES = 4
/** Of a record larger than this only the beginning stands on the page (file format, 1.6). */
const LARGEST_LOCAL_BYTES = USABLE_BYTES - 35
const SMALLEST_LOCAL_BYTES = Math.floor(((USABLE_BYTES - 12) * 32) / 255) - 23

/**
 * The rows of one page of a table in SQLite's file format, without the tree above it. `pageOf` gives other pages, for long values; null where one cannot be read, and
 * then the row is left out. Answers nothing for pages of another kind.
 */
export function rowsOnPage(page: Buffer, pageOf: (number: number) => Buffer | null): PageRow[] {
  if (page[0] !== TABLE_LEAF) return []
  const count = page.readUInt16BE(3)
  return Array.from({ length: count }, (_, index) => {
    try {
      return rowAt(page, page.readUInt16BE(LEAF_HEADER_BYTES + index * 2), pageOf)
    } catch (error) {
      // A page that only looks like a leaf: its numbers point outside.
      if (error instanceof RangeError) return null
      throw error
    }
  }).filter((row) => row !== null)
}

function rowAt(page: Buffer, at: number, pageOf: (number: number) => Buffer | null): PageRow | null {
  const size = varint(page, at)
  const rowid = varint(page, size.next)
  const payload = payloadAt(page, rowid.next, Number(size.value), pageOf)
  return payload && { rowid: Number(rowid.value), values: valuesOf(payload) }
}

function payloadAt(
  page: Buffer,
  at: number,
  sizeBytes: number,
  pageOf: (number: number) => Buffer | null,
): Buffer | null {
  if (sizeBytes <= LARGEST_LOCAL_BYTES) return whole(page.subarray(at, at + sizeBytes), sizeBytes)
  const surplus = SMALLEST_LOCAL_BYTES + ((sizeBytes - SMALLEST_LOCAL_BYTES) % (USABLE_BYTES - POINTER_BYTES))
  const local = surplus <= LARGEST_LOCAL_BYTES ? surplus : SMALLEST_LOCAL_BYTES
  const parts = [page.subarray(at, at + local)]
  let have = local
  let next = page.readUInt32BE(at + local)
  while (have < sizeBytes) {
    const overflow = next === 0 ? null : pageOf(next)
    if (!overflow) return null
    const part = overflow.subarray(
      POINTER_BYTES,
      POINTER_BYTES + Math.min(sizeBytes - have, USABLE_BYTES - POINTER_BYTES),
    )
    parts.push(part)
    have += part.length
    next = overflow.readUInt32BE(0)
  }
  return whole(Buffer.concat(parts), sizeBytes)
}

function whole(bytes: Buffer, sizeBytes: number): Buffer {
  if (bytes.length < sizeBytes) throw new RangeError('a record reaches beyond its page')
  return bytes
}

function valuesOf(payload: Buffer): PageRow['values'] {
  const header = varint(payload, 0)
  const values: PageRow['values'] = []
  let at = Number(header.value)
  for (let next = header.next; next < Number(header.value);) {
    const type = varint(payload, next)
    next = type.next
    const bytes = bytesOfType(Number(type.value))
    values.push(valueOf(Number(type.value), whole(payload.subarray(at, at + bytes), bytes)))
    at += bytes
  }
  return values
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

function bytesOfType(type: number): number {
  return type >= 12 ? Math.floor((type - 12) / 2) : (INTEGER_BYTES[type] ?? 0)
}

function valueOf(type: number, bytes: Buffer): PageRow['values'][number] {
  if (type === 0) return null
  if (type >= 12) return type % 2 === 1 ? bytes.toString('utf8') : Buffer.from(bytes)
  if (type === 7) return bytes.readDoubleBE()
  if (type === 8 || type === 9) return type - 8
  return bytes.length === 8 ? bytes.readBigInt64BE() : bytes.readIntBE(0, bytes.length)
}

function varint(bytes: Buffer, at: number): { value: bigint; next: number } {
  let value = 0n
  for (let index = 0; index < 9; index++) {
    const byte = bytes.readUInt8(at + index)
    if (index === 8) return { value: BigInt.asIntN(64, (value << 8n) | BigInt(byte)), next: at + 9 }
    value = (value << 7n) | BigInt(byte & 0x7f)
    if (byte < 0x80) return { value, next: at + index + 1 }
  }
  throw new RangeError('a number without an end')
}
