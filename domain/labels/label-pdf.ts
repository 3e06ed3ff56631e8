import type { LabelSize } from './label-size.ts'
import type { Raster } from './raster.ts'

const POINTS_PER_MM = 72 / 25.4

/**
 * A PDF of one page as large as the label, holding its very dots as a one-bit picture (PDF 1.4, ISO 32000-1 §8.9): printed at its own size
 * on any printer it is the same label.
 */
export function labelPdf(raster: Raster, size: LabelSize): Uint8Array {
  const width = (size.widthMm * POINTS_PER_MM).toFixed(3)
  const height = (size.heightMm * POINTS_PER_MM).toFixed(3)
  const drawing = `q ${width} 0 0 ${height} 0 0 cm /Label Do Q`
  const picture =
    `<< /Type /XObject /Subtype /Image /Width ${raster.widthDots} /Height ${raster.heightDots} ` +
    `/ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0] /Interpolate false /Length ${raster.bits.length} >>`
  const objects: (string | Uint8Array)[][] = [
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] ` +
        '/Resources << /XObject << /Label 5 0 R >> >> /Contents 4 0 R >>',
    ],
    [`<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`],
    [`${picture}\nstream\n`, raster.bits, '\nendstream'],
  ]
  return assemble(objects)
}

function assemble(objects: readonly (readonly (string | Uint8Array)[])[]): Uint8Array {
  const parts: Uint8Array[] = [bytesOf('%PDF-1.4\n')]
  let length = parts[0]?.length ?? 0
  const add = (part: string | Uint8Array) => {
    const bytes = typeof part === 'string' ? bytesOf(part) : part
    parts.push(bytes)
    length += bytes.length
  }
  const places = objects.map((object, index) => {
    const place = length
    add(`${index + 1} 0 obj\n`)
    for (const part of object) add(part)
    add('\nendobj\n')
    return place
  })
  const table = length
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  add(`xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R >>\n`)
  add(`startxref\n${table}\n%%EOF\n`)
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Only ASCII is ever written here. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
