import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter'
import { BUILD_TARGETS, buildStale } from '../../../build/build.ts'
import { BEGIN_TO_RESULT_MS } from '../../support/journey/verification-steps.ts'

const root = join(import.meta.dirname, '../../..')
const JOURNEY = 'PC 人脸认证: consent, preview, three prompts'

/** Milliseconds from 开始 to the result of the PC way, walked `times` times by the journey's person at a real Chromium. Throws where one does not pass. */
export async function walkPcWay(times: number): Promise<number[]> {
  await buildStale(BUILD_TARGETS)
  const folder = mkdtempSync(join(tmpdir(), 'walk-pc-way-'))
  const report = join(folder, 'report.json')
  try {
    const { status } = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/@playwright/test/cli.js'),
        'test',
        '--config=build/playwright.config.ts',
        '--project=browser',
        `--output=${join(folder, 'output')}`,
        `--repeat-each=${times}`,
        'tests/journeys/verification.spec.ts',
        `--grep=${JOURNEY}`,
      ],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      },
    )
    if (status !== 0) throw new Error('the journey of the PC way did not pass')
    // Safe: written by the Playwright whose types these are.
    const { suites } = JSON.parse(readFileSync(report, 'utf8')) as JSONReport
    const tookMs = suites.flatMap(timesIn)
    if (tookMs.length !== times) throw new Error(`the journey told ${tookMs.length} of ${times} times`)
    return tookMs
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function timesIn({ specs, suites = [] }: JSONReportSuite): number[] {
  const own = specs
    .flatMap(({ tests }) => tests)
    .flatMap(({ annotations }) => annotations)
    .filter(({ type }) => type === BEGIN_TO_RESULT_MS)
    .map(({ description }) => Number(description))
  return [...own, ...suites.flatMap(timesIn)]
}
