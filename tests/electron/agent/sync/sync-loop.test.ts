import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
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

  it('comes again no sooner than the server has asked, whoever pokes', async () => {
    const at: number[] = []
    const loop = createSyncLoop(() => {
      at.push(Date.now())
      return Promise.resolve(at.length === 1 ? { retryAfterSeconds: 3 } : true)
    }, TIMINGS)
    const startMs = Date.now()
    await loop.run()
    for (let poke = 0; poke < 30; poke++) {
      loop.poke()
      await vi.advanceTimersByTimeAsync(90)
    }
    expect(at).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(400)
    expect((at[1] ?? 0) - startMs).toBeGreaterThanOrEqual(3000)
    await loop.stop()
  })

  it('goes on after work that broke unforeseen (I10)', async () => {
    let runs = 0
    const loop = createSyncLoop(() => {
      runs += 1
      return runs === 1 ? Promise.reject(new Error('broken')) : Promise.resolve(true)
    }, TIMINGS)
    await expect(loop.run()).rejects.toThrow('broken')
    await vi.advanceTimersByTimeAsync(500)
    expect(runs).toBeGreaterThan(1)
    await loop.stop()
  })

  it('ends no program with a run that the clock began and that broke unforeseen (I10)', async () => {
    const work = vi.fn(() => Promise.reject(new Error('broken')))
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    onTestFinished(() => void process.off('unhandledRejection', unhandled))
    const loop = createSyncLoop(work, TIMINGS)
    loop.poke()
    await vi.advanceTimersByTimeAsync(500)
    vi.useRealTimers()
    await new Promise((resolve) => setImmediate(resolve))
    expect(work.mock.calls.length).toBeGreaterThan(1)
    expect(unhandled).not.toHaveBeenCalled()
    await loop.stop()
  })

  it('does not stand still when the clock is set to another year (I10, I12)', async () => {
    let runs = 0
    const loop = createSyncLoop(() => {
      runs += 1
      return Promise.resolve(true)
    }, TIMINGS)
    await loop.run()
    vi.setSystemTime(new Date('2016-01-01T00:00:00.000Z'))
    loop.poke()
    await vi.advanceTimersByTimeAsync(20)
    expect(runs).toBe(2)
    vi.setSystemTime(new Date('2036-01-01T00:00:00.000Z'))
    await vi.advanceTimersByTimeAsync(1300)
    expect(runs).toBe(3)
    await loop.stop()
  })

  it('runs soon again for a poke that came while a run was ending', async () => {
    const work = vi.fn(() => Promise.resolve(true))
    const loop = createSyncLoop(async () => {
      if (work.mock.calls.length === 0) loop.poke()
      return work()
    }, TIMINGS)
    await loop.run()
    await vi.advanceTimersByTimeAsync(20)
    expect(work).toHaveBeenCalledTimes(2)
    await loop.stop()
  })
})
