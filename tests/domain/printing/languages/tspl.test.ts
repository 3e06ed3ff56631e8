import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLabelRenderer } from '../../../../domain/labels/render-label.ts'
import { dotsPerMm } from '../../../../domain/labels/label-size.ts'
import { createRaster, fillBlack } from '../../../../domain/labels/raster.ts'
import { encodeTspl } from '../../../../domain/printing/languages/tspl.ts'
import {
  aJob,
  aLabel,
  dotsOfRaster,
  firstDifference,
  notoSansSc,
  rasterFor,
} from '../../../support/a-label.ts'
import { interpretTspl, TsplRefusal } from '../../../support/tspl-interpreter.ts'

const print = (bytes: Uint8Array, job = aJob()) => interpretTspl(bytes, dotsPerMm(job.dpi))

describe('a TSPL job', () => {
  it('prints the label dot by dot as it was drawn', () => {
    const job = aJob({ copies: 3 })
    const { raster } = createLabelRenderer(notoSansSc()).render(aLabel(), job.size, job.dpi)
    const { labels, sizeMm } = print(encodeTspl(raster, job))
    expect(sizeMm).toEqual({ width: 60, height: 40 })
    expect(labels).toHaveLength(1)
    expect(labels[0]!.copies).toBe(3)
    expect(firstDifference(labels[0]!.dots, dotsOfRaster(raster))).toBeNull()
  })

  it.each([
    aJob(),
    aJob({ dpi: 300, size: { widthMm: 50, heightMm: 30, gapMm: 3 } }),
    aJob({ size: { widthMm: 40.3, heightMm: 30.1, gapMm: 2 } }),
  ])('prints any picture at all unharmed (%#)', (job) => {
    fc.assert(
      fc.property(rasterFor(job), (raster) => {
        const { dots } = print(encodeTspl(raster, job), job).labels[0]!
        expect(firstDifference(dots, dotsOfRaster(raster))).toBeNull()
      }),
      { numRuns: 15 },
    )
  })

  it('sets the printer up for the paper', () => {
    const job = aJob({ density: 12, speedIps: 3, direction: 1 })
    const { settings } = print(encodeTspl(createRaster(480, 320), job))
    expect(settings).toEqual({
      GAP: '2 mm,0 mm',
      DIRECTION: '1,0',
      REFERENCE: '0,0',
      OFFSET: '0 mm',
      'SET TEAR': 'ON',
      'SET REPRINT': 'OFF',
      DENSITY: '12',
      SPEED: '3',
    })
  })

  it('finds labels by mark, or prints on without end', () => {
    const blank = createRaster(480, 320)
    expect(print(encodeTspl(blank, aJob({ media: 'mark' }))).settings).toMatchObject({ BLINE: '2 mm,0 mm' })
    expect(print(encodeTspl(blank, aJob({ media: 'continuous' }))).settings).toMatchObject({
      GAP: '0 mm,0 mm',
    })
  })

  it('begins with an empty line, which ends a command left over from a job cut off', () => {
    expect([...encodeTspl(createRaster(480, 320), aJob()).subarray(0, 6)]).toEqual([
      ...Buffer.from('\r\nSIZE'),
    ])
  })

  it('turns every bit over for firmware of the other polarity', () => {
    const raster = createRaster(480, 320)
    fillBlack(raster, 10, 10, 100, 50)
    const normal = encodeTspl(raster, aJob())
    const inverted = encodeTspl(raster, aJob({ polarity: 'inverted' }))
    const start = Buffer.from(normal).indexOf('BITMAP 0,0,60,320,0,') + 20
    const picture = (job: Uint8Array) => [...job.subarray(start, start + 60 * 320)]
    expect(picture(inverted)).toEqual(picture(normal).map((byte) => byte ^ 0xff))
    expect(picture(inverted)).toEqual([...raster.bits])
  })

  it('moves the picture by the offsets', () => {
    const raster = createRaster(480, 320)
    fillBlack(raster, 10, 10, 3, 3)
    const { dots } = print(encodeTspl(raster, aJob({ offsetXMm: 1, offsetYMm: -0.5 }))).labels[0]!
    expect(dots[6]![18]).toBe(true)
    expect(dots.flat().filter(Boolean)).toHaveLength(9)
  })

  it('refuses a picture drawn for other paper', () => {
    expect(() => encodeTspl(createRaster(481, 320), aJob())).toThrow(RangeError)
  })
})

describe('the interpreter of the tests', () => {
  it.each([
    'SIZES 60 mm,40 mm\r\n',
    'SIZE 60,40\r\n',
    'CLS\r\n',
    'PRINT 1\r\n',
    'SIZE 60 mm,40 mm\n',
    'DENSITY 16\r\n',
  ])('refuses %j', (text) => {
    expect(() => interpretTspl(Buffer.from(text), 8)).toThrow(TsplRefusal)
  })
})
