import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRaster, fillBlack, isBlack } from '../../../../domain/labels/raster.ts'
import { encodeCpcl } from '../../../../domain/printing/languages/cpcl.ts'
import { aJob, dotsOfRaster, firstDifference, rasterFor } from '../../../support/a-label.ts'

/** Reads a job line by line as the manual has it, raw bytes behind CG, 1 black. */
function interpretCpcl(bytes: Uint8Array): { head: string; commands: string[]; dots: boolean[][] } {
  const job = Buffer.from(bytes)
  const text = job.toString('latin1')
  const graphic = /CG (\d+) (\d+) (\d+) (\d+) /.exec(text)
  if (!graphic) throw new Error('no picture')
  const [header, width, rows] = graphic
  const start = graphic.index + header.length
  const perRow = Number(width)
  const end = start + perRow * Number(rows)
  const dots = Array.from({ length: Number(rows) }, (_, y) =>
    Array.from(
      { length: perRow * 8 },
      (_, x) => ((job[start + y * perRow + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0,
    ),
  )
  const before = text.slice(0, graphic.index).split('\r\n').filter(Boolean)
  const after = text.slice(end)
  if (!after.startsWith('\r\n') || !after.endsWith('\r\n')) throw new Error('commands end with CR LF')
  return {
    head: before[0] ?? '',
    commands: [...before.slice(1), ...after.split('\r\n').filter(Boolean)],
    dots,
  }
}

describe('a CPCL job', () => {
  it('prints any picture at all unharmed', () => {
    const job = aJob({ size: { widthMm: 40.3, heightMm: 30.1, gapMm: 2 } })
    fc.assert(
      fc.property(rasterFor(job), (raster) => {
        const { dots } = interpretCpcl(encodeCpcl(raster, job))
        const cropped = dots.map((row) => row.slice(0, raster.widthDots))
        expect(firstDifference(cropped, dotsOfRaster(raster))).toBeNull()
      }),
      { numRuns: 15 },
    )
  })

  it('says the resolution as the manual does, the length and the copies', () => {
    const { head, commands } = interpretCpcl(encodeCpcl(createRaster(480, 320), aJob({ copies: 3 })))
    expect(head).toBe('! 0 200 200 320 3')
    expect(commands).toEqual(['PAGE-WIDTH 480', 'FORM', 'PRINT'])
  })

  it('feeds to the next label only where there is one', () => {
    const { commands } = interpretCpcl(encodeCpcl(createRaster(480, 320), aJob({ media: 'continuous' })))
    expect(commands).toEqual(['PAGE-WIDTH 480', 'PRINT'])
  })

  it('turns the picture by itself, because the language cannot', () => {
    const raster = createRaster(480, 320)
    fillBlack(raster, 0, 0, 9, 4)
    const { dots } = interpretCpcl(encodeCpcl(raster, aJob({ direction: 1 })))
    expect(dots[319]?.[479]).toBe(true)
    expect(dots[316]?.[471]).toBe(true)
    expect(dots.flat().filter(Boolean)).toHaveLength(36)
    expect(isBlack(raster, 0, 0)).toBe(true)
  })

  it('refuses a picture drawn for other paper', () => {
    expect(() => encodeCpcl(createRaster(481, 320), aJob())).toThrow(RangeError)
  })
})
