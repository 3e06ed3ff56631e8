import { describe, expect, it } from 'vitest'
import { secondsLeft } from '../../../../renderer/shared/session/idle-store.ts'

const MINUTE_MS = 60_000

describe('the time until the automatic sign-out', () => {
  it('is told in its last minute only', () => {
    expect(secondsLeft(0, 15)).toBeNull()
    expect(secondsLeft(14 * MINUTE_MS - 1000, 15)).toBeNull()
    expect(secondsLeft(14 * MINUTE_MS, 15)).toBe(60)
    expect(secondsLeft(15 * MINUTE_MS - 1, 15)).toBe(1)
  })

  it('is over once the time has passed, however long ago', () => {
    expect(secondsLeft(15 * MINUTE_MS, 15)).toBe(0)
    expect(secondsLeft(900 * MINUTE_MS, 15)).toBe(0)
  })

  it('never comes where somebody has switched it off', () => {
    expect(secondsLeft(900 * MINUTE_MS, null)).toBeNull()
  })
})
