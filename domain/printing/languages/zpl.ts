/**
 * ZPL II of Zebra and compatibles. The dots go as ^GFA with ASCII compression, which old firmware and clones
 * know too; as Z64, less than half as long, only where a test label has shown that the printer knows it. Zebra Programming Guide: ^GF, and "Alternative Data Compression Scheme".
 */
import { invertRaster, rasterToRows } from '../../labels/raster.ts'
import type { Raster } from '../../labels/raster.ts'
import { asciiBytes } from '../job-bytes.ts'
import { jobRaster } from '../job-raster.ts'
import type { JobSettings, Media } from '../job-settings.ts'
import { encodeZ64, type Deflate } from './z64.ts'

/** ^GF documents 1 to 99999 for its byte counts; taller pictures go in strips. */
const MOST_BYTES_PER_FIELD = 99_999
const MEDIA_TRACKING: Record<Media, string> = { gap: 'Y', mark: 'M', continuous: 'N' }
const HEX = '0123456789ABCDEF'

/** The whole job as bytes, all ASCII; the dots as Z64 where `deflate` is given. Throws RangeError when raster and paper differ in size. */
export function encodeZpl(raster: Raster, settings: JobSettings, deflate: Deflate | null = null): Uint8Array {
  const picture =
    settings.polarity === 'inverted' ? invertRaster(jobRaster(raster, settings)) : jobRaster(raster, settings)
  // ~SD runs from 00 to 30, our density from 0 to 15.
  const darkness = String(settings.density * 2).padStart(2, '0')
  const header = [
    `~SD${darkness}`,
    '^XA',
    `^PW${picture.widthDots}`,
    `^LL${picture.heightDots}`,
    '^LH0,0',
    `^MN${MEDIA_TRACKING[settings.media]}`,
    `^PR${Math.round(settings.speedIps)}`,
    settings.direction === 1 ? '^POI' : '^PON',
    // The printer would print the label again by itself after paper-out, and the queue's own retry doubles it.
    '^JZN',
  ]
  const fields = deflate ? deflatedFields(picture, deflate) : graphicFields(picture)
  return asciiBytes([...header, ...fields, `^PQ${settings.copies},0,0,N`, '^XZ', ''].join('\r\n'))
}

/** Only the part that has ink, in whole bytes: what is left out costs no bytes and no time. */
function deflatedFields(picture: Raster, deflate: Deflate): string[] {
  const rows = rasterToRows(picture)
  const inked = rows.map((row) => row.some((byte) => byte !== 0))
  const top = inked.indexOf(true)
  if (top < 0) return []
  const bottom = inked.lastIndexOf(true)
  const columns = Array.from({ length: picture.bytesPerRow }, (_, column) => column)
  const hasInk = (column: number) => rows.some((row) => row[column] !== 0)
  const left = columns.find(hasInk) ?? 0
  const width = (columns.findLast(hasInk) ?? left) - left + 1
  const rowsPerField = Math.max(1, Math.floor(MOST_BYTES_PER_FIELD / width))
  const fields: string[] = []
  for (let first = top; first <= bottom; first += rowsPerField) {
    const strip = rows.slice(first, Math.min(first + rowsPerField, bottom + 1))
    const bytes = new Uint8Array(strip.length * width)
    strip.forEach((row, index) => {
      bytes.set(row.subarray(left, left + width), index * width)
    })
    const size = `${bytes.length},${bytes.length},${width}`
    fields.push(`^FO${left * 8},${first}^GFA,${size},${encodeZ64(bytes, deflate)}^FS`)
  }
  return fields
}

function graphicFields(picture: Raster): string[] {
  const rows = rasterToRows(picture)
  const rowsPerField = Math.max(1, Math.floor(MOST_BYTES_PER_FIELD / picture.bytesPerRow))
  const fields: string[] = []
  for (let first = 0; first < rows.length; first += rowsPerField) {
    const strip = rows.slice(first, first + rowsPerField)
    const bytes = strip.length * picture.bytesPerRow
    fields.push(`^FO0,${first}^GFA,${bytes},${bytes},${picture.bytesPerRow},${compressRows(strip)}^FS`)
  }
  return fields
}

/** Rows of bytes as compressed hexadecimal: `:` the row before again, `,` rest white, `!` rest black, runs counted. */
export function compressRows(rows: readonly Uint8Array[]): string {
  let text = ''
  rows.forEach((row, index) => {
    const before = rows[index - 1]
    text += before && isSame(row, before) ? ':' : compressRow(row)
  })
  return text
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}

function compressRow(row: Uint8Array): string {
  const digits = row.length * 2
  const last = digitOf(row, digits - 1)
  const rest = last === 0 ? ',' : last === 15 ? '!' : ''
  let end = digits
  if (rest !== '') while (end > 0 && digitOf(row, end - 1) === last) end--
  let text = ''
  for (let start = 0; start < end;) {
    const digit = digitOf(row, start)
    let stop = start + 1
    while (stop < end && digitOf(row, stop) === digit) stop++
    text += (stop - start > 1 ? runCount(stop - start) : '') + (HEX[digit] ?? '')
    start = stop
  }
  return text + rest
}

/** The hexadecimal digit at this place of a row, two to a byte. */
function digitOf(row: Uint8Array, place: number): number {
  const byte = row[place >> 1] ?? 0
  return place % 2 === 0 ? byte >> 4 : byte & 15
}

/** g to z count 20 to 400 by twenties, G to Y 1 to 19; they add up, as in `zgH`. */
function runCount(length: number): string {
  const fourHundreds = Math.floor(length / 400)
  const twenties = Math.floor((length % 400) / 20)
  const ones = length % 20
  return (
    'z'.repeat(fourHundreds) +
    (twenties > 0 ? String.fromCharCode('f'.charCodeAt(0) + twenties) : '') +
    (ones > 0 ? String.fromCharCode('F'.charCodeAt(0) + ones) : '')
  )
}
