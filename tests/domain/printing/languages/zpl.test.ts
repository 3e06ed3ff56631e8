import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { ready } from 'zpl-renderer-js'
import { createLabelRenderer } from '../../../../domain/labels/render-label.ts'
import { dotsPerMm } from '../../../../domain/labels/label-size.ts'
import { createRaster, fillBlack, setBlack } from '../../../../domain/labels/raster.ts'
import type { Raster } from '../../../../domain/labels/raster.ts'
import { compressRows, encodeZpl } from '../../../../domain/printing/languages/zpl.ts'
import type { Deflate } from '../../../../domain/printing/languages/z64.ts'
import type { JobSettings } from '../../../../domain/printing/job-settings.ts'
import {
  aJob,
  aLabel,
  dotsOfRaster,
  firstDifference,
  notoSansSc,
  rasterFor,
} from '../../../support/a-label.ts'

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('ascii')

/** The dots as zpl-renderer-js (zebrash) paints them: its paper is whole millimetres, with ^PW in the middle. */
async function painted(
  raster: Raster,
  job: JobSettings,
  deflate: Deflate | null = null,
): Promise<boolean[][]> {
  const { api } = await ready
  const scale = dotsPerMm(job.dpi) === 8 ? 8 : 12
  const image = await api.zplToBase64Async(
    textOf(encodeZpl(raster, job, deflate)),
    Math.ceil(raster.widthDots / scale),
    Math.ceil(raster.heightDots / scale),
    scale,
  )
  const png = PNG.sync.read(Buffer.from(image, 'base64'))
  const left = Math.floor((png.width - raster.widthDots) / 2)
  return Array.from({ length: raster.heightDots }, (_, y) =>
    Array.from({ length: raster.widthDots }, (_, x) => png.data[(y * png.width + left + x) * 4]! < 128),
  )
}

describe('a ZPL job', () => {
  it('prints the label dot by dot as it was drawn', async () => {
    const job = aJob()
    const { raster } = createLabelRenderer(notoSansSc()).render(aLabel(), job.size, job.dpi)
    expect(firstDifference(await painted(raster, job), dotsOfRaster(raster))).toBeNull()
  })

  it('prints any picture at all unharmed', async () => {
    const job = aJob({ size: { widthMm: 40, heightMm: 30, gapMm: 2 } })
    const rasters = fc.sample(rasterFor(job), { numRuns: 6, seed: 7 })
    for (const raster of rasters)
      expect(firstDifference(await painted(raster, job), dotsOfRaster(raster))).toBeNull()
  })

  it('prints the same dots when they are sent deflated, in strips too', async () => {
    for (const job of [aJob(), aJob({ dpi: 300, size: { widthMm: 100, heightMm: 110, gapMm: 2 } })]) {
      const [raster] = fc.sample(rasterFor(job), { numRuns: 1, seed: 11 })
      expect(firstDifference(await painted(raster!, job, deflateSync), dotsOfRaster(raster!))).toBeNull()
    }
  })

  it('cuts tall pictures into strips of at most 99,999 bytes that meet without a seam', async () => {
    const job = aJob({ dpi: 300, size: { widthMm: 100, heightMm: 110, gapMm: 2 } })
    const [raster] = fc.sample(rasterFor(job), { numRuns: 1, seed: 3 })
    const fields = [...textOf(encodeZpl(raster!, job)).matchAll(/\^FO0,(\d+)\^GFA,(\d+),(\d+),(\d+),/g)]
    expect(fields).toHaveLength(2)
    for (const field of fields) expect(Number(field[2])).toBeLessThanOrEqual(99_999)
    expect(firstDifference(await painted(raster!, job), dotsOfRaster(raster!))).toBeNull()
  })

  it('sets the printer up for the paper', () => {
    const job = aJob({ density: 5, speedIps: 3, direction: 1, media: 'mark', copies: 7 })
    const [header, footer] = textOf(encodeZpl(createRaster(480, 320), job)).split(/\^FO0,0.*\^FS/)
    expect(header!.split('\r\n').filter(Boolean)).toEqual([
      '~SD10',
      '^XA',
      '^PW480',
      '^LL320',
      '^LH0,0',
      '^MNM',
      '^PR3',
      '^POI',
      '^JZN',
    ])
    expect(footer!.split('\r\n').filter(Boolean)).toEqual(['^PQ7,0,0,N', '^XZ'])
  })

  it('burns every dot but the drawn ones, and none beside the label, when inverted', async () => {
    const job = aJob({ size: { widthMm: 40.3, heightMm: 30, gapMm: 2 }, polarity: 'inverted' })
    const raster = createRaster(322, 240)
    fillBlack(raster, 30, 30, 50, 50)
    const turned = dotsOfRaster(raster).map((row) => row.map((dot) => !dot))
    expect(firstDifference(await painted(raster, job), turned)).toBeNull()
  })
})

describe('compressRows', () => {
  it('counts runs by the letters of the programming guide', () => {
    const row = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
    expect(compressRows([row('F'.repeat(19) + '1')])).toBe('YF1')
    expect(compressRows([row('A'.repeat(20) + '11')])).toBe('gAH1')
    expect(compressRows([row('A'.repeat(421) + 'B')])).toBe('zgGAB')
    expect(compressRows([row('A0000000')])).toBe('A,')
    expect(compressRows([row('0AFFFFFF')])).toBe('0A!')
    expect(compressRows([row('0000'), row('0000'), row('FFFF'), row('FFFF')])).toBe(',:!:')
  })

  it('comes apart into the rows it was made of', () => {
    const rows = fc.integer({ min: 1, max: 120 }).chain((length) => {
      const byte = fc.oneof(fc.constantFrom(0, 255, 0xaa), fc.integer({ min: 0, max: 255 }))
      return fc.array(fc.array(byte, { minLength: length, maxLength: length }), {
        minLength: 1,
        maxLength: 8,
      })
    })
    fc.assert(
      fc.property(rows, (bytes) => {
        const text = compressRows(bytes.map((row) => Uint8Array.from(row)))
        expect(expanded(text, bytes[0]!.length)).toEqual(
          bytes.map((row) => Buffer.from(row).toString('hex').toUpperCase()),
        )
      }),
    )
  })

  it('keeps a single dot in the last column', () => {
    const raster = createRaster(16, 1)
    setBlack(raster, 15, 0)
    expect(compressRows([raster.bits])).toBe('I01')
  })
})

/** Reads the compression as Zebra's programming guide describes it. */
function expanded(text: string, bytesPerRow: number): string[] {
  const rows: string[] = []
  let row = ''
  let count = 0
  const finish = (digit: string) => {
    row = row.padEnd(bytesPerRow * 2, digit)
  }
  for (const character of text) {
    if (character >= 'G' && character <= 'Y') count += character.charCodeAt(0) - 70
    else if (character >= 'g' && character <= 'z') count += (character.charCodeAt(0) - 102) * 20
    else if (character === ',') finish('0')
    else if (character === '!') finish('F')
    else if (character === ':') row = rows.at(-1)!
    else {
      row += character.repeat(Math.max(1, count))
      count = 0
    }
    if (row.length >= bytesPerRow * 2) {
      rows.push(row)
      row = ''
    }
  }
  return rows
}
