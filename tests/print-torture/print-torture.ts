/**
 * npm run print-torture -- --schedules 500 --seed 7 [--cable usb|network|both] [--path 12:3] [--no-shrinking] [--replay '[…steps]'] [--record]
 * Random schedules of faults, kills and answers over a printer that takes every byte down; ends 1 with the shrunk schedule where a promise was broken.
 * `--record` writes the summary to docs/print-faults.md.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { PRINT_PROMISES } from './print-promises.ts'
import type { Cable, PrintStep } from './print-step.ts'
import { replayPrintSchedule, runPrintSchedules, type PrintTortureReport } from './run-print-schedules.ts'

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '200' },
    seed: { type: 'string' },
    cable: { type: 'string', default: 'both' },
    path: { type: 'string' },
    'no-shrinking': { type: 'boolean', default: false },
    replay: { type: 'string' },
    record: { type: 'boolean', default: false },
  },
})
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
// Safe: any other word finds no printer and ends with its name.
const cables = values.cable === 'both' ? (['usb', 'network'] as const) : [values.cable as Cable]

// What runs is what was there at the beginning.
const commit = values.record
  ? execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  : ''

process.exit(values.replay === undefined ? await run() : await replay(values.replay))

async function replay(text: string): Promise<number> {
  // Safe: a schedule as an earlier run has printed it.
  const broken = await replayPrintSchedule(cables[0], JSON.parse(text) as PrintStep[], 5)
  console.log(broken ? broken.message : 'every promise was kept')
  return broken ? 1 : 0
}

async function run(): Promise<number> {
  // Three in four on USB, where the most can go wrong.
  const shares: Record<Cable, number> =
    cables.length === 1 ? { usb: 1, network: 1 } : { usb: 0.75, network: 0.25 }
  const runOn = async (cable: Cable): Promise<PrintTortureReport> => {
    const report = await runPrintSchedules({
      cable,
      schedules: Math.ceil(Number(values.schedules) * shares[cable]),
      seed,
      path: values.path,
      shrinks: !values['no-shrinking'],
      onSchedule: (done) => {
        if (done % 50 === 0) console.log(`${cable}: ${done} schedules`)
      },
    })
    console.log(summary(report))
    return report
  }
  const reports = await Promise.all(cables.map(runOn))
  if (values.record) writeFileSync(join(import.meta.dirname, '../../docs/print-faults.md'), document(reports))
  return reports.every(({ failure }) => failure === null) ? 0 : 1
}

function summary({ cable, schedules, labels, kills, steps, tookMs, failure }: PrintTortureReport): string {
  const lines = [
    `${cable}: ${schedules} schedules, ${labels} labels, ${kills} kills in ${Math.round(tookMs / 1000)} s, seed ${seed}`,
    Object.entries(steps)
      .map(([name, count]) => `${name} ${count}`)
      .join(', '),
    `violations: ${failure ? 1 : 0}`,
  ]
  if (failure)
    lines.push(
      failure.message,
      `path: ${failure.path ?? ''}`,
      `--cable ${cable} --replay '${failure.schedule}'`,
    )
  return lines.join('\n')
}

function document(reports: readonly PrintTortureReport[]): string {
  const names = [...new Set(reports.flatMap(({ steps }) => Object.keys(steps)))].sort()
  return `# 打印故障的随机检验

\`npm run print-torture -- --schedules ${values.schedules} --seed ${seed} --cable ${values.cable} --record\`，${new Date().toISOString().slice(0, 10)}，提交 ${commit}。打印机是 libusb 下的虚拟 USB 打印机和一台 TCP 打印机，逐字节记下收到的内容；代理程序是产品自己的代码，被 kill −9。

| 连接 | seed | 场次 | 标签 | kill −9 | 用时 | 违反 |
| --- | --- | --- | --- | --- | --- | --- |
${reports.map((each) => `| ${each.cable} | ${each.seed} | ${each.schedules} | ${each.labels} | ${each.kills} | ${Math.round(each.tookMs / 1000)} s | ${each.failure ? 1 : 0} |`).join('\n')}

| 事件 | ${reports.map(({ cable }) => cable).join(' | ')} |
| --- | ${reports.map(() => '---').join(' | ')} |
${names.map((name) => `| ${name} | ${reports.map(({ steps }) => steps[name] ?? 0).join(' | ')} |`).join('\n')}

检查的承诺：

${Object.entries(PRINT_PROMISES)
  .map(([number, words]) => `- ${number} ${words}`)
  .join('\n')}
`
}
