import { describe, expect, it } from 'vitest'
import { labelPdf } from '../../../domain/labels/label-pdf.ts'
import { createRaster, fillBlack } from '../../../domain/labels/raster.ts'

describe('a label as PDF', () => {
  it('is one page of the label’s size that holds its very dots', () => {
    const raster = createRaster(480, 320)
    fillBlack(raster, 3, 5, 100, 7)
    const bytes = labelPdf(raster, { widthMm: 60, heightMm: 40, gapMm: 2 })
    const text = Buffer.from(bytes).toString('latin1')
    expect(text).toMatch(/^%PDF-1\.4\n/)
    expect(text).toContain('/MediaBox [0 0 170.079 113.386]')
    const start = text.indexOf('/Interpolate false')
    const dots = text.indexOf('stream\n', start) + 'stream\n'.length
    expect(Buffer.from(bytes.subarray(dots, dots + raster.bits.length))).toEqual(Buffer.from(raster.bits))
    const table = Number(/startxref\n(\d+)/.exec(text)?.[1])
    expect(text.slice(table, table + 4)).toBe('xref')
    for (const [, place] of text.slice(table).matchAll(/(\d{10}) 00000 n/g)) {
      expect(text.slice(Number(place))).toMatch(/^\d 0 obj/)
    }
  })
})
