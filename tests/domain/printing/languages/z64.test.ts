import { deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dotsOf } from '../../../../domain/labels/label-size.ts'
import { createRaster } from '../../../../domain/labels/raster.ts'
import { asciiBytes } from '../../../../domain/printing/job-bytes.ts'
import { crc16, encodeZ64 } from '../../../../domain/printing/languages/z64.ts'
import { encodeZpl } from '../../../../domain/printing/languages/zpl.ts'
import { DEFAULT_PRINTER_SETTINGS, jobSettings } from '../../../../domain/printing/printer-settings.ts'
import { specimenRaster } from '../../../support/print-driver/specimen-raster.ts'

describe('Z64', () => {
  // Strings of Zebra's forum and of BinaryKits.Zpl, with the check they carry.
  it.each([
    ['eJxjYKAnOADEDxgYGD8AMZBmBvKZgULsQMxEV4fAAQBLYQRC', 0x3cc2],
    ['eJzj4KAKYJChDmCwoQ5gEKAOYAAAavEfEQ==', 0x24ef],
    ['eJxbFQoAAasBAA==', 0xb023],
  ])('carries the check that printers expect of %s', (text, check) => {
    expect(crc16(asciiBytes(text))).toBe(check)
  })

  it('holds the bytes it was made of', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        const [, format, text = '', check] = encodeZ64(bytes, deflateSync).split(':')
        expect(format).toBe('Z64')
        expect(check).toMatch(/^[0-9A-F]{4}$/)
        expect(new Uint8Array(inflateSync(Buffer.from(text, 'base64')))).toEqual(bytes)
      }),
    )
  })

  it('is what a ZPL job holds where a compressor is lent, in strips where the label is large', () => {
    const settings = jobSettings(DEFAULT_PRINTER_SETTINGS, 1)
    const job = Buffer.from(encodeZpl(specimenRaster(1), settings, deflateSync)).toString('latin1')
    expect(job.match(/\^GFA,19200,19200,60,:Z64:/g)).toHaveLength(1)
    const size = { widthMm: 110, heightMm: 150, gapMm: 2 }
    const large = createRaster(dotsOf(size.widthMm, 300), dotsOf(size.heightMm, 300))
    large.bits.fill(0x55)
    const strips = Buffer.from(encodeZpl(large, { ...settings, size, dpi: 300 }, deflateSync)).toString(
      'latin1',
    )
    const fields = [...strips.matchAll(/\^FO0,(\d+)\^GFA,(\d+),\2,163,:Z64:([^:]+):/g)]
    expect(fields.every(([, , bytes]) => Number(bytes) <= 99_999)).toBe(true)
    const dots = Buffer.concat(fields.map(([, , , text = '']) => inflateSync(Buffer.from(text, 'base64'))))
    expect(dots.equals(large.bits)).toBe(true)
  })
})
