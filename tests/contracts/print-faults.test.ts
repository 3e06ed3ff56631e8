import { describe, expect, it } from 'vitest'
import { runPrintSchedules } from '../print-torture/run-print-schedules.ts'

const SEED = Number(process.env['PRINT_FAULTS_SEED'] ?? 4711)

/** Some of what `npm run print-torture` plays by the hundred; the promises are in tests/print-torture/print-promises.ts. */
describe.concurrent('printing under faults, kills and a person’s answers', () => {
  it.each([
    ['over the real libusb', 'usb', 22],
    ['over TCP', 'network', 18],
  ] as const)(
    '%s prints no label twice unasked, loses none in silence and keeps the register true',
    { timeout: 240_000 },
    async (_words, cable, schedules) => {
      const report = await runPrintSchedules({ cable, schedules, seed: SEED, shrinks: false })
      expect(report.failure).toBeNull()
      expect(report).toMatchObject({ schedules })
      expect(report.kills).toBeGreaterThan(0)
    },
  )
})
