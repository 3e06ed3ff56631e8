import { describe, expect, it } from 'vitest'
import { fittingScale, rulerMarks } from '../../../../renderer/features/labels/preview-scale.ts'

describe('the scale of the preview', () => {
  it('is a whole number of pixels per dot where there is room', () => {
    expect(fittingScale({ width: 480, height: 320 }, { width: 1300, height: 900 })).toBe(2)
  })

  it('shrinks a large label until it fits with its rulers', () => {
    const scale = fittingScale({ width: 1180, height: 826 }, { width: 650, height: 560 })
    expect(1180 * scale).toBeLessThanOrEqual(650 - 96)
    expect(826 * scale).toBeLessThanOrEqual(560 - 96)
  })

  it('marks every centimetre up to the end', () => {
    expect(rulerMarks(40)).toEqual([0, 10, 20, 30, 40])
    expect(rulerMarks(55)).toEqual([0, 10, 20, 30, 40, 50])
  })
})
