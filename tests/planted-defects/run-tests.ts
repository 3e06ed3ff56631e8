import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { TestRun } from './defect.ts'

/** Nothing here takes a third of that on a quiet machine: what does stands still. */
const LONGEST_RUN_MS = 5 * 60_000
/** A defect is seen as soon as something is red; the first few say by what. */
const RED_ENOUGH = 3

export interface Outcome {
  /** Titles of what failed; empty where all was green. */
  red: string[]
  tookMs: number
}

const Report = z.object({
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), title: z.string() })),
    }),
  ),
})

/** Runs tests of the tree in `directory`. Throws where nothing was run: then neither green nor red is proved. */
export async function runTests(directory: string, { files, titles }: TestRun): Promise<Outcome> {
  const report = join(directory, 'report.json')
  rmSync(report, { force: true })
  const { ended, tookMs, output } = await run(directory, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'build/vitest.config.ts',
    '--project',
    'node',
    ...files,
    ...(titles === undefined ? [] : ['--testNamePattern', titles]),
    `--bail=${RED_ENOUGH}`,
    '--reporter=json',
    `--outputFile=${report}`,
  ])
  if (!ended) return { red: ['stood still until it was ended'], tookMs }
  const { testResults } = Report.parse(readReport(report, output))
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const broken = testResults.filter(
    ({ message, assertionResults }) => message !== '' && assertionResults.length === 0,
  )
  if (broken.length > 0) throw new Error(`a test file could not be read: ${broken[0]?.message ?? ''}`)
  if (!results.some(({ status }) => status === 'passed' || status === 'failed'))
    throw new Error(`no test was run: ${files.join(' ')}\n${output}`)
  const red = results.filter(({ status }) => status === 'failed').map(({ title }) => title)
  return { red: [...new Set(red)], tookMs }
}

function readReport(report: string, output: string): unknown {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch (error) {
    throw new Error(`the tests left no report\n${output}`, { cause: error })
  }
}

/** Runs random schedules of the tree in `directory` up to the first broken promise. Throws where they cannot be run. */
export async function runSchedules(directory: string, schedules: number, seed: number): Promise<Outcome> {
  const options = ['--schedules', String(schedules), '--seed', String(seed), '--no-shrinking']
  return readSchedules(await run(directory, ['tests/torture/torture.ts', ...options]))
}

/** The same with schedules of printing, over the USB cable. */
export async function runPrintSchedules(
  directory: string,
  schedules: number,
  seed: number,
): Promise<Outcome> {
  const options = ['--schedules', String(schedules), '--seed', String(seed), '--no-shrinking']
  const torture = ['tests/print-torture/print-torture.ts', '--cable', 'usb', ...options]
  return readSchedules(await run(directory, torture))
}

function readSchedules({ ended, code, output, tookMs }: Ended): Outcome {
  if (!ended) return { red: ['stood still until it was ended'], tookMs }
  if (code === 0) return { red: [], tookMs }
  if (!output.includes('violations: 1')) throw new Error(`no schedule was run to its end\n${output}`)
  const found = /\b(I\d+) \(.*\) is violated|BrokenPrintPromise: (P\d) /.exec(output)
  const promise = found?.[1] ?? found?.[2]
  return { red: [promise ?? 'ends unforeseen'], tookMs }
}

interface Ended {
  /** False where it had to be ended. */
  ended: boolean
  code: number | null
  output: string
  tookMs: number
}

async function run(directory: string, args: readonly string[]): Promise<Ended> {
  const startedMs = performance.now()
  // A group of its own, so that what it has started can be ended with it.
  const child = spawn(process.execPath, args, {
    cwd: directory,
    detached: true,
    env: { ...process.env, TMPDIR: dirname(directory) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text))
  let ended = true
  const patience = setTimeout(() => {
    ended = false
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }, LONGEST_RUN_MS)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  clearTimeout(patience)
  return { ended, code, output: output.join('').slice(-8000), tookMs: performance.now() - startedMs }
}
