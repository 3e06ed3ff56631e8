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

/** `work` answers whether it went well; it never throws. */
export function createSyncLoop(
  work: (signal: AbortSignal) => Promise<boolean>,
  timings: SyncTimings = SYNC_TIMINGS,
): SyncLoop {
  const stopping = new AbortController()
  let failures = 0
  let running: Promise<void> = Promise.resolve()
  let queued: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null

  const schedule = (delayMs: number) => {
    if (timer) clearTimeout(timer)
    if (!stopping.signal.aborted) timer = setTimeout(() => void run(), delayMs)
  }
  const runOnce = async () => {
    queued = null
    if (stopping.signal.aborted) return
    if (timer) clearTimeout(timer)
    const wentWell = await work(stopping.signal)
    failures = wentWell ? 0 : failures + 1
    schedule(wentWell ? withChance(timings.everyMs) : retryDelay(failures, timings))
  }
  const run = (): Promise<void> => {
    queued ??= running = running.then(runOnce)
    return queued
  }
  return {
    poke: () => {
      schedule(timings.pokeDelayMs)
    },
    run,
    stop: async () => {
      stopping.abort()
      if (timer) clearTimeout(timer)
      await running
    },
  }
}

function retryDelay(failures: number, timings: SyncTimings): number {
  return withChance(Math.min(timings.firstRetryMs * 2 ** (failures - 1), timings.longestRetryMs))
}

const withChance = (delayMs: number) => delayMs * (0.75 + Math.random() / 2)
