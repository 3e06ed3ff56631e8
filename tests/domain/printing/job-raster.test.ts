import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRaster, fillBlack, isBlack } from '../../../domain/labels/raster.ts'
import { encodeJob } from '../../../domain/printing/encode-job.ts'
import { jobRaster, offsetCutsInk } from '../../../domain/printing/job-raster.ts'
import { JobSettings } from '../../../domain/printing/job-settings.ts'
import { aJob, rasterFor } from '../../support/a-label.ts'

describe('jobRaster', () => {
  it('moves every dot by the offsets in whole dots', () => {
    const mm = fc.integer({ min: -100, max: 100 }).map((tenths) => tenths / 10)
    fc.assert(
      fc.property(
        rasterFor(aJob()),
        mm,
        mm,
        fc.nat(479),
        fc.nat(319),
        (raster, offsetXMm, offsetYMm, x, y) => {
          const moved = jobRaster(raster, aJob({ offsetXMm, offsetYMm }))
          const from = [x - Math.round(offsetXMm * 8), y - Math.round(offsetYMm * 8)] as const
          expect(isBlack(moved, x, y)).toBe(isBlack(raster, ...from))
        },
      ),
      { numRuns: 30 },
    )
  })

  it('tells when an offset would cut something off', () => {
    const raster = createRaster(480, 320)
    fillBlack(raster, 16, 16, 448, 288)
    expect(offsetCutsInk(raster, aJob({ offsetXMm: 2, offsetYMm: -2 }))).toBe(false)
    expect(offsetCutsInk(raster, aJob({ offsetXMm: 2.2 }))).toBe(true)
  })
})

describe('job settings', () => {
  it('say what is wrong with a value out of range', () => {
    const messages = JobSettings.safeParse(aJob({ copies: 0, density: 16 })).error?.issues.map(
      (issue) => issue.message,
    )
    expect(messages).toEqual(['打印浓度为 0～15', '份数至少为 1'])
  })
})

describe('encodeJob', () => {
  it('writes each language by its own rules', () => {
    const raster = createRaster(480, 320)
    expect(Buffer.from(encodeJob('tspl', raster, aJob())).includes('BITMAP')).toBe(true)
    expect(Buffer.from(encodeJob('zpl', raster, aJob())).includes('^GFA')).toBe(true)
  })
})
