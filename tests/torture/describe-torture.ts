import { beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from './rig.ts'
import { runSchedules, type TortureReport } from './run-schedules.ts'
import { type Invariant, INVARIANTS } from './violation.ts'

/** Another seed for another walk; the same one gives the same schedules. */
const SEED = Number(process.env['TORTURE_SEED'] ?? 20_261_122)
const PATIENCE_MS = 15 * 60_000
/** These have tests of their own: a random schedule cannot ask them. */
const ASKED_ELSEWHERE: readonly Invariant[] = ['I12', 'I14', 'I16', 'I17', 'I19']

/** The quick suite: some schedules against one engine, then one test for each promise that they ask. */
export function describeTorture(
  engineOf: () => Promise<Engine>,
  name: Engine['name'],
  schedules: number,
): void {
  // The same promises on the other engine are a promise themselves.
  const promise = name === 'PostgreSQL' ? 'I19: ' : ''
  describe(`${promise}${schedules} random schedules on ${name}, seed ${SEED}`, () => {
    let report: TortureReport
    beforeAll(async () => {
      report = await runSchedules({ engine: await engineOf(), schedules, seed: SEED })
    }, PATIENCE_MS)

    it('come to their end', () => {
      const { failure } = report
      expect(failure === null || failure.invariant !== null, failure?.message ?? '').toBe(true)
      if (failure === null) expect(report.schedules).toBe(schedules)
    })

    // Safe: the keys of a const object of this very type.
    for (const invariant of Object.keys(INVARIANTS) as Invariant[]) {
      if (ASKED_ELSEWHERE.includes(invariant)) continue
      it(`${invariant}: ${INVARIANTS[invariant]}`, () => {
        const { failure } = report
        const words = failure ? `${failure.message}\nnpm run torture -- --replay '${failure.schedule}'` : ''
        expect(failure?.invariant ?? 'none', words).not.toBe(invariant)
        if (failure === null) expect(report.checks[invariant] ?? 0).toBeGreaterThan(0)
      })
    }
  })
}
