import fc from 'fast-check'
import { finishSchedule, performPrintStep } from './perform-print-step.ts'
import { BrokenPrintPromise, checkPaper } from './print-promises.ts'
import { stepArbitrary, type Cable, type PrintStep } from './print-step.ts'
import { createPrintWorld, type PrintWorld } from './print-world.ts'

export interface PrintTortureOptions {
  readonly cable: Cable
  readonly schedules: number
  readonly seed: number
  readonly path?: string | undefined
  readonly shrinks: boolean
  readonly onSchedule?: (done: number) => void
}

export interface PrintTortureReport {
  cable: Cable
  seed: number
  schedules: number
  labels: number
  kills: number
  steps: Partial<Record<string, number>>
  tookMs: number
  failure: { message: string; path: string | null; schedule: string } | null
}

const MAX_STEPS = 12
/** umockdev's table of files is small and never emptied: a new printer and program after so many. */
const SCHEDULES_OF_A_PRINTER = 15
const SHRINKING_MAX_MS = 90_000

/** Runs schedules over one printer until one breaks a promise, which is shrunk, or all are done. */
export async function runPrintSchedules(options: PrintTortureOptions): Promise<PrintTortureReport> {
  const { cable, seed } = options
  const report: PrintTortureReport = {
    cable,
    seed,
    schedules: 0,
    labels: 0,
    kills: 0,
    steps: {},
    tookMs: 0,
    failure: null,
  }
  const began = performance.now()
  let world: PrintWorld | null = null
  let failedAt: number | null = null
  const run = async (steps: readonly PrintStep[]) => {
    if (failedAt !== null && performance.now() - failedAt > SHRINKING_MAX_MS) return
    world ??= await createPrintWorld(cable)
    const killsBefore = world.kills
    try {
      await playSchedule(world, steps)
    } catch (error) {
      failedAt ??= performance.now()
      // A broken promise leaves its traces: the next schedule begins on a new printer.
      await world.end()
      world = null
      throw error
    }
    if (failedAt !== null) return
    report.schedules += 1
    report.kills += world.kills - killsBefore
    for (const step of steps) {
      const name = step.do === 'fault' ? `fault ${step.kind}` : step.do
      report.steps[name] = (report.steps[name] ?? 0) + 1
      if (step.do === 'print') report.labels += step.labels
    }
    options.onSchedule?.(report.schedules)
    if (report.schedules % SCHEDULES_OF_A_PRINTER > 0) return
    await world.end()
    world = null
  }
  const schedule = fc.array(stepArbitrary(), { minLength: 3, maxLength: MAX_STEPS, size: 'max' })
  try {
    const result = await fc.check(fc.asyncProperty(schedule, run), {
      numRuns: options.schedules,
      seed,
      endOnFailure: !options.shrinks,
      ...(options.path === undefined ? {} : { path: options.path }),
    })
    if (result.failed) {
      const { errorInstance, counterexample, counterexamplePath } = result
      report.failure = {
        message: errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : 'unknown',
        path: counterexamplePath,
        schedule: JSON.stringify(counterexample?.[0] ?? []),
      }
    }
  } finally {
    report.tookMs = Math.round(performance.now() - began)
    // Safe: assigned in `run`, which the compiler does not follow.
    await (world as PrintWorld | null)?.end()
  }
  return report
}

/** One schedule on a world without unfinished labels; throws BrokenPrintPromise. */
export async function playSchedule(world: PrintWorld, steps: readonly PrintStep[]): Promise<void> {
  for (const step of steps) {
    await performPrintStep(world, step)
    await checkPaper(world)
  }
  await finishSchedule(world)
}

/** Plays one schedule `times` over; a fault that hangs on timing does not show every time. */
export async function replayPrintSchedule(
  cable: Cable,
  steps: readonly PrintStep[],
  times: number,
): Promise<BrokenPrintPromise | null> {
  const world = await createPrintWorld(cable)
  try {
    for (let time = 0; time < times; time++) await playSchedule(world, steps)
    return null
  } catch (error) {
    if (error instanceof BrokenPrintPromise) return error
    throw error
  } finally {
    await world.end()
  }
}
