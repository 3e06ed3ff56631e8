import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSyncLoop } from '../../../../electron/agent/sync/sync-loop.ts'

const TIMINGS = { everyMs: 1000, firstRetryMs: 100, longestRetryMs: 400, pokeDelayMs: 10 }

describe('the sync loop', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('makes one run of many pokes', async () => {
    const work = vi.fn(() => Promise.resolve(true))
    const loop = createSyncLoop(work, TIMINGS)
    for (let poke = 0; poke < 20; poke++) loop.poke()
    await vi.advanceTimersByTimeAsync(20)
    expect(work).toHaveBeenCalledTimes(1)
    await loop.stop()
  })

  it('tries ever more rarely after failures, but never stops trying', async () => {
    const at: number[] = []
    const loop = createSyncLoop(() => {
      at.push(Date.now())
      return Promise.resolve(false)
    }, TIMINGS)
    await loop.run()
    await vi.advanceTimersByTimeAsync(5000)
    const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0))
    expect(waits[0]).toBeLessThanOrEqual(125)
    expect(Math.max(...waits)).toBeLessThanOrEqual(500)
    expect(waits.length).toBeGreaterThan(8)
    await loop.stop()
  })

  it('gives whoever asks a run that began after he asked', async () => {
    let finish: (() => void)[] = []
    const work = vi.fn(
      () =>
        new Promise<boolean>((resolve) => {
          finish.push(() => resolve(true))
        }),
    )
    const loop = createSyncLoop(work, TIMINGS)
    const first = loop.run()
    await vi.advanceTimersByTimeAsync(0)
    const second = loop.run()
    const third = loop.run()
    expect(third).toBe(second)
    finish.forEach((end) => end())
    finish = []
    await first
    await vi.advanceTimersByTimeAsync(0)
    expect(work).toHaveBeenCalledTimes(2)
    finish.forEach((end) => end())
    await second
    await loop.stop()
  })

  it('does nothing after its end', async () => {
    const work = vi.fn(() => Promise.resolve(true))
    const loop = createSyncLoop(work, TIMINGS)
    await loop.stop()
    loop.poke()
    await loop.run()
    await vi.advanceTimersByTimeAsync(5000)
    expect(work).not.toHaveBeenCalled()
  })
})
