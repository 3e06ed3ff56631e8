import fc from 'fast-check'
import type { FaultKind } from '../support/fault-proxy.ts'
import { finish } from './finish.ts'
import { perform } from './perform.ts'
import { buildRig, type Engine, type Rig } from './rig.ts'
import { type ScheduleOptions, type Step, stepArbitraries } from './schedule.ts'
import { type Invariant, Violation } from './violation.ts'
import { type Counts, createWorld, noCounts, type World } from './world.ts'

export interface TortureOptions extends ScheduleOptions {
  engine: Engine
  schedules: number
  seed: number
  /** Exactly so many workstations; 2 to 4 by turns where it is left out. */
  workstations?: number | undefined
  /** fast-check's address of one failing schedule. */
  path?: string | undefined
  /** False: the failing schedule as it is, at once. */
  shrinks?: boolean | undefined
  /** Told after every schedule. */
  onSchedule?: ((done: number) => void) | undefined
}

export interface TortureReport extends Counts {
  engine: Engine['name']
  seed: number
  schedules: number
  faults: Partial<Record<FaultKind, number>>
  tookMs: number
  /** null: every promise was kept. */
  failure: { invariant: Invariant | null; message: string; path: string | null; schedule: string } | null
}

const STEPS_MAX = 40
/** Shrinking ends after so long: a shorter schedule is worth waiting for, but not for ever. */
const SHRINKING_MAX_MS = 60_000

/** fast-check's model: ours is the world's, which needs what the workstations answer. */
const BEGUN = { begun: true } as const

interface Underway {
  world: World
  done: Step[]
}

class StepCommand implements fc.AsyncCommand<typeof BEGUN, Underway> {
  readonly step: Step

  constructor(step: Step) {
    this.step = step
  }

  check(): boolean {
    return true
  }

  async run(_model: typeof BEGUN, { world, done }: Underway): Promise<void> {
    done.push(this.step)
    await perform(world, this.step)
  }

  toString(): string {
    return JSON.stringify(this.step)
  }
}

/** Runs schedules until one breaks a promise or all are done; the failing one is shrunk. */
export async function runSchedules(options: TortureOptions): Promise<TortureReport> {
  const rig = await buildRig(options.engine)
  const report: TortureReport = {
    ...noCounts(),
    engine: options.engine.name,
    seed: options.seed,
    schedules: 0,
    faults: {},
    tookMs: 0,
    failure: null,
  }
  const startedMs = performance.now()
  let failing: { sinceMs: number; schedule: string } | null = null
  const run = async (workstations: number, commands: Iterable<fc.AsyncCommand<typeof BEGUN, Underway>>) => {
    if (failing && performance.now() - failing.sinceMs > SHRINKING_MAX_MS) return
    const done: Step[] = []
    const proceed = async (world: World) => {
      const real = { world, done }
      await fc.asyncModelRun(() => ({ model: BEGUN, real }), commands)
    }
    try {
      await runOne(rig, workstations, proceed, failing === null ? report : null)
    } catch (error) {
      const sinceMs = failing?.sinceMs ?? performance.now()
      failing = { sinceMs, schedule: JSON.stringify({ workstations, steps: done }) }
      throw error
    }
    if (failing === null) options.onSchedule?.(report.schedules)
  }
  try {
    const stations = options.workstations ?? null
    const property = fc.asyncProperty(
      stations === null ? fc.integer({ min: 2, max: 4 }) : fc.constant(stations),
      fc.commands(
        stepArbitraries(options).map((steps) => steps.map((step) => new StepCommand(step))),
        { maxCommands: options.steps ?? STEPS_MAX, size: 'max' },
      ),
      run,
    )
    const result = await fc.check(property, {
      numRuns: options.schedules,
      seed: options.seed,
      endOnFailure: options.shrinks === false,
      ...(options.path === undefined ? {} : { path: options.path }),
    })
    if (result.failed) {
      const { errorInstance, counterexamplePath } = result
      report.failure = {
        invariant: errorInstance instanceof Violation ? errorInstance.invariant : null,
        message: errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : 'unknown',
        path: counterexamplePath,
        schedule: scheduleOf(failing),
      }
    }
  } finally {
    report.tookMs = Math.round(performance.now() - startedMs)
    await rig.dismantle()
  }
  return report
}

/** Runs exactly these steps; throws the violation. */
export async function replay(engine: Engine, workstations: number, steps: readonly Step[]): Promise<void> {
  const rig = await buildRig(engine)
  try {
    const proceed = async (world: World) => {
      for (const step of steps) await perform(world, step)
    }
    await runOne(rig, workstations, proceed, null)
  } finally {
    await rig.dismantle()
  }
}

async function runOne(
  rig: Rig,
  workstations: number,
  proceed: (world: World) => Promise<void>,
  report: TortureReport | null,
): Promise<void> {
  const stage = await rig.open(workstations)
  const world = createWorld(stage)
  const before = stage.stations.map(({ proxy }) => new Map(proxy.counts))
  try {
    await proceed(world)
    await finish(world)
  } finally {
    await rig.close(stage)
    if (report) {
      report.schedules += 1
      for (const name of ['operations', 'exchanges', 'kills', 'restores'] as const)
        report[name] += world.counts[name]
      addTo(report.checks, world.counts.checks)
      addTo(report.results, world.counts.results)
      for (const [index, { proxy }] of stage.stations.entries()) {
        for (const [kind, count] of proxy.counts) {
          report.faults[kind] = (report.faults[kind] ?? 0) + count - (before[index]?.get(kind) ?? 0)
        }
      }
    }
  }
}

function addTo<Key extends string>(
  sums: Partial<Record<Key, number>>,
  more: Partial<Record<Key, number>>,
): void {
  // Safe: the object's own keys.
  for (const key of Object.keys(more) as Key[]) sums[key] = (sums[key] ?? 0) + (more[key] ?? 0)
}

function scheduleOf(failing: { schedule: string } | null): string {
  return failing?.schedule ?? ''
}
