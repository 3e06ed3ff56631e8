/** Second half of `npm test`: builds, then vitest, then the journeys; everything is run even when something failed. Ends with one line of totals. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { BUILD_TARGETS, buildStale } from './build.ts'

const root = join(import.meta.dirname, '..')
const reports = join(root, 'test-results/reports')
const VITEST_REPORT = join(reports, 'vitest.json')
const PLAYWRIGHT_REPORT = join(reports, 'playwright.json')

interface Totals {
  passed: number
  failed: number
  skipped: number
}

function run(bin: string, args: string[], env: Record<string, string> = {}): boolean {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', bin), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  return status === 0
}

/** A report that is missing means that the runner itself fell over: one failure. */
function readReport(file: string, read: (report: never) => Totals): Totals {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  // Safe: written by the very versions of vitest and Playwright in package.json, whose report format the two readers below follow.
  return read(JSON.parse(readFileSync(file, 'utf8')) as never)
}

const fromVitest = (report: {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
}): Totals => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
  skipped: report.numPendingTests + report.numTodoTests,
})
const fromPlaywright = ({
  stats,
}: {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}): Totals => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped })

rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
await buildStale(BUILD_TARGETS)
const vitestPassed = run('vitest/vitest.mjs', [
  'run',
  '--config=build/vitest.config.ts',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${VITEST_REPORT}`,
])
const unit = readReport(VITEST_REPORT, fromVitest)
const journeysPassed = run(
  '@playwright/test/cli.js',
  ['test', '--config=build/playwright.config.ts', '--output=test-results/journeys'],
  { PLAYWRIGHT_JSON_OUTPUT_FILE: PLAYWRIGHT_REPORT },
)
const journeys = readReport(PLAYWRIGHT_REPORT, fromPlaywright)
const ok = vitestPassed && journeysPassed
const failed = Math.max(unit.failed + journeys.failed, ok ? 0 : 1)
console.log(`skipped: ${unit.skipped + journeys.skipped}`)
console.log(`tests: ${unit.passed + journeys.passed} passed, ${failed} failed`)
process.exitCode = ok ? 0 : 1
