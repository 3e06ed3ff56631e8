/**
 * npm run planted-defects -- [name …] [--no-torture] [--record]
 * Takes one safeguard after the other out of a copy of the source and looks which tests notice. Ends 1 where a defect is seen by nobody; fails where a safeguard has moved.
 * `--record` writes the table to docs/planted-defects.md.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format } from 'prettier'
import { AGENT_STORAGE_DEFECTS } from './agent-storage-defects.ts'
import { AGENT_SYNC_DEFECTS } from './agent-sync-defects.ts'
import type { Defect, TestRun } from './defect.ts'
import { PRINTING_DEFECTS } from './printing-defects.ts'
import { type Outcome, runPrintSchedules, runSchedules, runTests } from './run-tests.ts'
import { SERVER_DEFECTS } from './server-defects.ts'
import { checkStands, copyTree } from './tree-copy.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Enough for each defect that is marked to be seen by them, few enough for a minute. */
const SCHEDULES = 80
const SEED = 20_261_122
/** Printing takes its time: a schedule some seconds. */
const PRINT_SCHEDULES = 30

interface Seen {
  defect: Defect
  tests: Outcome
  /** null: not asked. */
  torture: Outcome | null
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'no-torture': { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
})

const defects = chosen(positionals)
checkStands(ROOT, defects)
const copy = copyTree(ROOT, { avoidsMemory: defects.some((defect) => PRINTING_DEFECTS.includes(defect)) })
process.on('exit', () => {
  copy.remove()
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
const asksTorture = ({ inTorture }: Defect) => inTorture === true && !values['no-torture']
const asksPrintTorture = ({ inPrintTorture }: Defect) => inPrintTorture === true && !values['no-torture']

const startedMs = performance.now()
await proveGreen()
const seen: Seen[] = []
for (const defect of defects) seen.push(await plant(defect))
const tookMs = performance.now() - startedMs
const missed = seen.filter(({ tests, torture }) => tests.red.length === 0 || torture?.red.length === 0)
for (const { defect } of missed) console.log(`${defect.name} is not seen`)
console.log(`${seen.length} defects, ${missed.length} not seen, ${seconds(tookMs)}`)
if (values.record) writeFileSync(join(ROOT, 'docs/planted-defects.md'), await document())
process.exitCode = missed.length > 0 ? 1 : 0

function chosen(names: readonly string[]): Defect[] {
  const all = [...SERVER_DEFECTS, ...AGENT_STORAGE_DEFECTS, ...AGENT_SYNC_DEFECTS, ...PRINTING_DEFECTS]
  const unknown = names.filter((name) => !all.some((defect) => defect.name === name))
  if (unknown.length > 0) throw new Error(`no such defect: ${unknown.join(', ')}`)
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name))
}

/** Red means something only where the same tests are green without the defect. */
async function proveGreen(): Promise<void> {
  const runs = new Map<string, TestRun>(defects.map(({ tests }) => [JSON.stringify(tests), tests]))
  for (const tests of runs.values()) {
    const { red, tookMs: took } = await runTests(copy.directory, tests)
    console.log(`unharmed: ${tests.files.join(' ')} ${seconds(took)}`)
    if (red.length > 0) throw new Error(`red without any defect: ${red.join('; ')}`)
  }
  for (const [isAsked, count, torture] of [
    [asksTorture, SCHEDULES, runSchedules],
    [asksPrintTorture, PRINT_SCHEDULES, runPrintSchedules],
  ] as const) {
    if (!defects.some(isAsked)) continue
    const { red, tookMs: took } = await torture(copy.directory, count, SEED)
    console.log(`unharmed: ${count} schedules ${seconds(took)}`)
    if (red.length > 0) throw new Error(`schedules break a promise without any defect: ${red.join('; ')}`)
  }
}

async function askTorture(defect: Defect): Promise<Outcome | null> {
  if (asksTorture(defect)) return runSchedules(copy.directory, SCHEDULES, SEED)
  return asksPrintTorture(defect) ? runPrintSchedules(copy.directory, PRINT_SCHEDULES, SEED) : null
}

async function plant(defect: Defect): Promise<Seen> {
  const outcome = await copy.harmed(defect, async () => ({
    defect,
    tests: await runTests(copy.directory, defect.tests),
    torture: await askTorture(defect),
  }))
  const { tests, torture } = outcome
  const titles = tests.red.length > 0 ? tests.red.join(' | ') : 'NOT SEEN'
  const byTorture =
    torture === null ? '' : `; torture: ${torture.red[0] ?? 'NOT SEEN'} ${seconds(torture.tookMs)}`
  console.log(`${defect.name}: ${titles} ${seconds(tests.tookMs)}${byTorture}`)
  return outcome
}

async function document(): Promise<string> {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim()
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const rows = seen.map(({ defect, tests, torture }) => {
    const titles = tests.red.length > 0 ? tests.red.map(cell).join('<br>') : '**not seen**'
    const promise = torture === null ? '' : (torture.red[0] ?? '**not seen**')
    const took = seconds(tests.tookMs + (torture?.tookMs ?? 0))
    return `| ${defect.name} | ${cell(defect.removes)} | ${defect.file} | ${titles} | ${promise} | ${took} |`
  })
  const text = `# Planted defects

\`npm run planted-defects -- --record\`, ${new Date().toISOString().slice(0, 10)}, commit ${git('describe', '--always', '--dirty')}: ${seen.length} safeguards taken out one at a time,
${missed.length} not noticed, ${seconds(tookMs)} in all. Every test named here is green with the safeguard in place. Of the red tests the first few are named. The torture column says which promise
${SCHEDULES} random schedules (seed ${SEED}), or ${PRINT_SCHEDULES} of printing, found broken; where it is empty they were not asked.

| Defect | Safeguard taken out | Where | Tests that turn red | Torture | Time |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`
  return format(text, { parser: 'markdown' })
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`
}
