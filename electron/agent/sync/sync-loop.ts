/** When to synchronise: at the start, on every poke, and by the clock; after failures ever more rarely, with some chance so that clients do not march in step. */
export interface SyncLoop {
  /** Runs soon; several pokes in a row make one run. */
  readonly poke: () => void
  /** Runs now, or right after the run that is under way; resolves when that run is over. */
  readonly run: () => Promise<void>
  stop(): Promise<void>
}

export interface SyncTimings {
  everyMs: number
  firstRetryMs: number
  longestRetryMs: number
  pokeDelayMs: number
}

export const SYNC_TIMINGS: SyncTimings = {
  everyMs: 30_000,
  firstRetryMs: 1000,
  longestRetryMs: 20_000,
  pokeDelayMs: 30,
}

/** A server that asks for more patience than this is asked again all the same. */
const LONGEST_WAIT_MS = 5 * 60_000

/** It did not go well, and the server has said when to come again. */
export interface RetryLater {
  retryAfterSeconds: number
}

/**
 * `work` answers whether it went well. Should it throw all the same, that is a failure like any other: nothing ends the loop but `stop`. Delays are counted by the monotonic
 * clock, so that a clock set to another year changes nothing; after the machine has slept, the next turn comes at the latest one delay later.
 */
export function createSyncLoop(
  work: (signal: AbortSignal) => Promise<boolean | RetryLater>,
  timings: SyncTimings = SYNC_TIMINGS,
): SyncLoop {
  const stopping = new AbortController()
  let failures = 0
  let running: Promise<void> = Promise.resolve()
  let queued: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null
  let notBeforeMs = 0

  const schedule = (delayMs: number) => {
    if (timer) clearTimeout(timer)
    timer = null
    if (stopping.signal.aborted) return
    timer = setTimeout(() => {
      timer = null
      // Nobody has asked for this run and could be told; that it failed is counted, and the next one comes.
      run().catch(() => undefined)
    }, delayMs)
  }
  const isPoked = () => timer !== null
  const runOnce = async () => {
    queued = null
    if (stopping.signal.aborted) return
    if (timer) clearTimeout(timer)
    timer = null
    let outcome: boolean | RetryLater = false
    try {
      outcome = await work(stopping.signal)
    } finally {
      const wentWell = outcome === true
      failures = wentWell ? 0 : failures + 1
      const askedMs = typeof outcome === 'object' ? outcome.retryAfterSeconds * 1000 : 0
      const waitMs = Math.min(askedMs, LONGEST_WAIT_MS)
      notBeforeMs = performance.now() + waitMs
      // A poke that came while this run was ending keeps its turn.
      if (!wentWell || !isPoked())
        schedule(Math.max(waitMs, withChance(wentWell ? timings.everyMs : retryDelay(failures, timings))))
    }
  }
  const run = (): Promise<void> => {
    queued ??= running = running.then(runOnce, runOnce)
    return queued
  }
  return {
    poke: () => {
      schedule(Math.max(timings.pokeDelayMs, notBeforeMs - performance.now()))
    },
    run,
    stop: async () => {
      stopping.abort()
      if (timer) clearTimeout(timer)
      await Promise.allSettled([running])
    },
  }
}

function retryDelay(failures: number, timings: SyncTimings): number {
  return Math.min(timings.firstRetryMs * 2 ** (failures - 1), timings.longestRetryMs)
}

const withChance = (delayMs: number) => delayMs * (0.75 + Math.random() / 2)
