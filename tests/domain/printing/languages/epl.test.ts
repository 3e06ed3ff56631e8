import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRaster, fillBlack } from '../../../../domain/labels/raster.ts'
import { encodeEpl } from '../../../../domain/printing/languages/epl.ts'
import { aJob, dotsOfRaster, firstDifference, rasterFor } from '../../../support/a-label.ts'

interface Printed {
  commands: string[]
  dots: boolean[][]
}

/** Reads a job as the manual describes the language: lines, but raw bytes behind GW, 0 black. Refuses what it does not know. */
function interpretEpl(bytes: Uint8Array): Printed {
  const job = Buffer.from(bytes)
  const commands: string[] = []
  let dots: boolean[][] = []
  for (let at = 0; at < job.length;) {
    const graphic = /^GW(\d+),(\d+),(\d+),(\d+),/.exec(job.toString('latin1', at, at + 40))
    if (graphic) {
      const [header, , , width, rows] = graphic
      const start = at + header.length
      const perRow = Number(width)
      dots = Array.from({ length: Number(rows) }, (_, y) =>
        Array.from({ length: perRow * 8 }, (_, x) => {
          const byte = job[start + y * perRow + (x >> 3)]
          if (byte === undefined) throw new Error('the picture ends early')
          return (byte & (0x80 >> (x & 7))) === 0
        }),
      )
      at = start + perRow * Number(rows)
      if (job[at] !== 0x0a) throw new Error('no line end behind the picture')
      at += 1
      continue
    }
    const end = job.indexOf(0x0a, at)
    if (end < 0) throw new Error('a command without its line end')
    const line = job.toString('latin1', at, end)
    if (!/^(|N|q\d+|Q\d+,B?\d+|S[1-6]|D([0-9]|1[0-5])|Z[TB]|P\d+)$/.test(line)) throw new Error(line)
    commands.push(line)
    at = end + 1
  }
  return { commands, dots }
}

const cropped = (dots: boolean[][], width: number) => dots.map((row) => row.slice(0, width))

describe('an EPL2 job', () => {
  it.each([aJob(), aJob({ size: { widthMm: 40.3, heightMm: 30.1, gapMm: 2 } })])(
    'prints any picture at all unharmed, and nothing beside it (%#)',
    (job) => {
      fc.assert(
        fc.property(rasterFor(job), (raster) => {
          const { dots } = interpretEpl(encodeEpl(raster, job))
          expect(firstDifference(cropped(dots, raster.widthDots), dotsOfRaster(raster))).toBeNull()
          expect(dots.every((row) => row.slice(raster.widthDots).every((dot) => !dot))).toBe(true)
        }),
        { numRuns: 15 },
      )
    },
  )

  it('sets the printer up for the paper and counts the copies itself', () => {
    const job = aJob({ density: 12, speedIps: 3, direction: 1, copies: 4 })
    expect(interpretEpl(encodeEpl(createRaster(480, 320), job)).commands).toEqual([
      '',
      'N',
      'q480',
      'Q320,16',
      'S3',
      'D12',
      'ZB',
      'P4',
    ])
  })

  it('finds labels by mark, or prints on without end', () => {
    const blank = createRaster(480, 320)
    expect(interpretEpl(encodeEpl(blank, aJob({ media: 'mark' }))).commands).toContain('Q320,B16')
    expect(interpretEpl(encodeEpl(blank, aJob({ media: 'continuous' }))).commands).toContain('Q320,0')
  })

  it('turns every bit over for firmware of the other polarity', () => {
    const raster = createRaster(480, 320)
    fillBlack(raster, 10, 10, 100, 50)
    const { dots } = interpretEpl(encodeEpl(raster, aJob({ polarity: 'inverted' })))
    expect(
      firstDifference(
        dots.map((row) => row.map((dot) => !dot)),
        dotsOfRaster(raster),
      ),
    ).toBeNull()
  })

  it('refuses a picture drawn for other paper', () => {
    expect(() => encodeEpl(createRaster(481, 320), aJob())).toThrow(RangeError)
  })
})
