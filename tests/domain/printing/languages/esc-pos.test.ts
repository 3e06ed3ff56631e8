import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRaster } from '../../../../domain/labels/raster.ts'
import { encodeEscPos } from '../../../../domain/printing/languages/esc-pos.ts'
import { aJob, dotsOfRaster, firstDifference, rasterFor } from '../../../support/a-label.ts'

/** Reads a job as a receipt printer does: what each GS v 0 slice holds is printed below the one before. */
function interpretEscPos(bytes: Uint8Array): { commands: string[]; dots: boolean[][]; mostRows: number } {
  const commands: string[] = []
  const dots: boolean[][] = []
  let mostRows = 0
  for (let at = 0; at < bytes.length;) {
    const [one, two, three, mode, xLow = 0, xHigh = 0, yLow = 0, yHigh = 0] = bytes.subarray(at, at + 8)
    if (one === 0x1b && two === 0x40) {
      commands.push('initialise')
      at += 2
    } else if (one === 0x1d && two === 0x0c) {
      commands.push('feed to mark')
      at += 2
    } else if (one === 0x1b && two === 0x64) {
      commands.push(`feed ${three ?? 0}`)
      at += 3
    } else if (one === 0x1d && two === 0x76 && three === 0x30 && mode === 0) {
      const perRow = xLow + 256 * xHigh
      const rows = yLow + 256 * yHigh
      mostRows = Math.max(mostRows, rows)
      for (let y = 0; y < rows; y++) {
        const row = bytes.subarray(at + 8 + y * perRow, at + 8 + (y + 1) * perRow)
        if (row.length < perRow) throw new Error('the picture ends early')
        dots.push(
          Array.from({ length: perRow * 8 }, (_, x) => ((row[x >> 3] ?? 0) & (0x80 >> (x & 7))) !== 0),
        )
      }
      at += 8 + perRow * rows
    } else throw new Error(`unknown command at ${at}`)
  }
  return { commands, dots, mostRows }
}

describe('an ESC/POS job', () => {
  it('prints any picture at all unharmed, in slices that small buffers hold', () => {
    const job = aJob({ size: { widthMm: 40.3, heightMm: 60.1, gapMm: 2 } })
    fc.assert(
      fc.property(rasterFor(job), (raster) => {
        const { dots, mostRows } = interpretEscPos(encodeEscPos(raster, job))
        const cropped = dots.map((row) => row.slice(0, raster.widthDots))
        expect(firstDifference(cropped, dotsOfRaster(raster))).toBeNull()
        expect(mostRows).toBeLessThanOrEqual(255)
      }),
      { numRuns: 15 },
    )
  })

  it('prints every copy in full and feeds behind each', () => {
    const { commands, dots } = interpretEscPos(encodeEscPos(createRaster(480, 320), aJob({ copies: 2 })))
    expect(commands).toEqual(['initialise', 'feed to mark', 'initialise', 'feed to mark'])
    expect(dots).toHaveLength(640)
  })

  it('feeds some lines on endless paper', () => {
    const { commands } = interpretEscPos(encodeEscPos(createRaster(480, 320), aJob({ media: 'continuous' })))
    expect(commands).toEqual(['initialise', 'feed 3'])
  })

  it('refuses a picture drawn for other paper', () => {
    expect(() => encodeEscPos(createRaster(481, 320), aJob())).toThrow(RangeError)
  })
})
