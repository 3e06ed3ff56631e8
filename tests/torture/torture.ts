/**
 * npm run torture -- --schedules 5000 --seed 7 [--engine sqlite|postgres|both] [--beside 3] [--workstations 2..4] [--steps 40] [--faults drop,late] [--without fill-disk]
 *   [--path 12:3] [--no-shrinking] [--replay '{"workstations":2,"steps":[…]}'] [--record]
 * Random schedules of saves, faults and kills against the whole product; ends 1 with the shrunk schedule where a promise was broken.
 * `--engine both` gives each engine half of the schedules and `--beside` programs of its own, each with a seed of its own. `--record` writes the summary to docs/torture.md.
 */
import { execFileSync, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../support/start-postgres.ts'
import { FAULT_KINDS, type FaultKind } from '../support/fault-proxy.ts'
import type { Engine } from './rig.ts'
import { replay, runSchedules, type TortureReport } from './run-schedules.ts'
import type { Step } from './schedule.ts'
import { INVARIANTS } from './violation.ts'

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '200' },
    seed: { type: 'string' },
    engine: { type: 'string', default: 'sqlite' },
    beside: { type: 'string', default: '1' },
    workstations: { type: 'string' },
    steps: { type: 'string' },
    faults: { type: 'string' },
    without: { type: 'string' },
    path: { type: 'string' },
    'no-shrinking': { type: 'boolean', default: false },
    replay: { type: 'string' },
    record: { type: 'boolean', default: false },
    /** Also prints the report as one line of JSON, for the program that started this one. */
    json: { type: 'boolean', default: false },
  },
})
const JSON_MARK = 'REPORT '

// What a killed “process” still tries is nobody's error.
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error: unknown) => {
    if (error instanceof Error && error.name === 'ProcessKilled') return
    console.error(error)
    process.exit(2)
  })
}

const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)

process.exit(values.engine === 'both' ? await runBoth() : await runOne(values.engine === 'postgres'))

/** Answers the exit code. */
async function runBoth(): Promise<number> {
  const programs = ['sqlite', 'postgres'].flatMap((engine) =>
    Array.from({ length: Number(values.beside) }, () => engine),
  )
  const each = String(Math.ceil(Number(values.schedules) / programs.length))
  const given = process.argv.slice(2).filter((argument) => argument !== '--record')
  const reports = await Promise.all(
    programs.map((engine, index) =>
      // Other schedules for every program: so much more is tried.
      runBeside([
        ...given,
        '--engine',
        engine,
        '--schedules',
        each,
        '--seed',
        String(seed + index),
        '--json',
      ]),
    ),
  )
  const whole = reports.filter((report) => report !== null)
  if (values.record && whole.length === reports.length) record(whole)
  return whole.length === reports.length && whole.every(({ failure }) => failure === null) ? 0 : 1
}

function runBeside(args: string[]): Promise<TortureReport | null> {
  const child = spawn(process.execPath, [import.meta.filename, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let report: TortureReport | null = null
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    // Safe: printed by runOne below.
    if (line.startsWith(JSON_MARK)) report = JSON.parse(line.slice(JSON_MARK.length)) as TortureReport
    else console.log(line)
  })
  return new Promise((resolve) => {
    lines.once('close', () => resolve(report))
  })
}

async function runOne(wantsPostgres: boolean): Promise<number> {
  const postgres = wantsPostgres ? await startPostgres() : null
  const engine: Engine = postgres
    ? { name: 'PostgreSQL', postgresUrl: postgres.url }
    : { name: 'SQLite', postgresUrl: null }
  try {
    if (values.replay !== undefined) {
      // Safe: a schedule as an earlier run has printed it.
      const { workstations, steps } = JSON.parse(values.replay) as { workstations: number; steps: Step[] }
      await replay(engine, workstations, steps)
      console.log('every promise was kept')
      return 0
    }
    const report = await run(engine)
    if (values.json) console.log(JSON_MARK + JSON.stringify(report))
    if (values.record) record([report])
    return report.failure ? 1 : 0
  } finally {
    await postgres?.stop()
  }
}

function record(reports: readonly TortureReport[]): void {
  writeFileSync(join(import.meta.dirname, '../../docs/torture.md'), document(reports))
}

async function run(engine: Engine): Promise<TortureReport> {
  const schedules = Number(values.schedules)
  console.log(`${engine.name}: ${schedules} schedules, seed ${seed}`)
  const report = await runSchedules({
    engine,
    schedules,
    seed,
    steps: numberOf(values.steps),
    workstations: numberOf(values.workstations),
    path: values.path,
    shrinks: !values['no-shrinking'],
    faults:
      values.faults === undefined
        ? undefined
        : FAULT_KINDS.filter((kind) => listOf(values.faults).includes(kind)),
    // Safe: names of steps; an unknown one leaves nothing out.
    without: listOf(values.without) as Step['do'][],
    onSchedule: (done) => {
      if (done % 100 === 0) console.log(`${engine.name}: ${done} schedules`)
    },
  })
  console.log(summary(report))
  return report
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

function listOf(text: string | undefined): string[] {
  return text?.split(',') ?? []
}

function summary(report: TortureReport): string {
  const { engine, failure, faults } = report
  const kinds = FAULT_KINDS.map((kind: FaultKind) => `${kind} ${faults[kind] ?? 0}`).join(', ')
  const lines = [
    `${engine}: ${report.schedules} schedules with ${report.operations} operations and ${report.exchanges} exchanges in ${Math.round(report.tookMs / 1000)} s, seed ${report.seed}`,
    `faults: ${kinds}`,
    `kills ${report.kills}, server restores ${report.restores}`,
    `answers: ${Object.entries(report.results)
      .map(([status, count]) => `${status} ${count}`)
      .join(', ')}`,
    `promises looked at: ${Object.entries(report.checks)
      .map(([invariant, count]) => `${invariant} ${count}`)
      .join(', ')}`,
    `violations: ${failure ? 1 : 0}`,
  ]
  if (failure) lines.push(failure.message, `path: ${failure.path ?? ''}`, `--replay '${failure.schedule}'`)
  return lines.join('\n')
}

function document(reports: readonly TortureReport[]): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()
  const rows = reports.map(
    ({ engine, schedules: done, operations, exchanges, kills, restores, failure, seed: used, tookMs }) =>
      `| ${engine} | ${used} | ${done} | ${operations} | ${exchanges} | ${kills} | ${restores} | ${Math.round(tookMs / 1000)} s | ${failure ? 1 : 0} |`,
  )
  const engines = [...new Set(reports.map(({ engine }) => engine))]
  const times = (kind: FaultKind, of: string) =>
    reports.reduce((sum, { engine, faults }) => sum + (engine === of ? (faults[kind] ?? 0) : 0), 0)
  const faultRows = FAULT_KINDS.map(
    (kind) => `| ${kind} | ${engines.map((engine) => String(times(kind, engine))).join(' | ')} |`,
  )
  return `# 同步的随机检验

\`npm run torture -- --schedules ${values.schedules} --seed ${seed} --engine ${values.engine}${values.beside === '1' ? '' : ` --beside ${values.beside}`} --record\`，${new Date().toISOString().slice(0, 10)}，提交 ${git('rev-parse', '--short', 'HEAD')}。

| 数据库 | seed | 场次 | 操作 | 网络往返 | 杀进程 | 服务器恢复旧备份 | 用时 | 违反 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

| 注入的故障 | ${engines.join(' | ')} |
| --- | ${engines.map(() => '---').join(' | ')} |
${faultRows.join('\n')}

检查的承诺（编号见 docs 中同步协议的不变量）：

${Object.entries(INVARIANTS)
  .map(([number, words]) => `- ${number} ${words}`)
  .join('\n')}
`
}
