import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countTries } from '../../../server/verification/face-tries.ts'

const NOW = new Date('2026-11-22T08:00:00Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

describe('tries', () => {
  it('are three, then a pause of thirty minutes from the last', () => {
    expect(countTries([], NOW)).toEqual({ triesLeft: 3, pausedUntil: null })
    expect(countTries([ago(5), ago(2)], NOW)).toEqual({ triesLeft: 1, pausedUntil: null })
    expect(countTries([ago(12), ago(9), ago(4)], NOW)).toEqual({ triesLeft: 0, pausedUntil: ago(-26) })
    expect(countTries([ago(40), ago(39), ago(31)], NOW)).toEqual({ triesLeft: 3, pausedUntil: null })
  })

  it('are ten in 24 hours, whatever lies between', () => {
    const ten = Array.from({ length: 10 }, (_value, index) => ago(1400 - index * 100))
    expect(countTries(ten, NOW)).toEqual({ triesLeft: 0, pausedUntil: ago(1400 - 1440) })
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3000 })), (minutes) => {
        const shown = minutes.toSorted((one, other) => other - one).map(ago)
        const { triesLeft, pausedUntil } = countTries(shown, NOW)
        expect(triesLeft === 0).toBe(pausedUntil !== null)
        if (pausedUntil) expect(pausedUntil.getTime()).toBeGreaterThan(NOW.getTime())
      }),
    )
  })
})
