/**
 * `npm run bench:labels`: rendering and encoding, click to first byte, 1,000 labels in a row, and the encoders beside their peers on the same bitmaps.
 *   --labels N     instead of 1,000      --rounds N   of each encoder, instead of 40
 *   --no-peers     without the peers     --record     also writes docs/bench-labels.md
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createLabelRenderer } from '../../../domain/labels/render-label.ts'
import { composeLabelSerial } from '../../../domain/labels/label-serial.ts'
import { encodeTspl } from '../../../domain/printing/languages/tspl.ts'
import { aJob, aLabel, notoSansSc } from '../../support/a-label.ts'
import { encoderContest, floors, loadPeers, type ContestRow } from './encoder-contest.ts'
import { timeEndpoint } from './endpoint-timing.ts'

const { values } = parseArgs({
  options: {
    labels: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '40' },
    'no-peers': { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
})
const peersFolder = join(import.meta.dirname, 'peers')
const SMALL = aJob()
const LARGE = aJob({ dpi: 300, size: { widthMm: 100, heightMm: 150, gapMm: 2 } })

const lines: string[] = []
const say = (line = '') => {
  lines.push(line)
  process.stdout.write(`${line}\n`)
}

if (!values['no-peers'] && !existsSync(join(peersFolder, 'node_modules'))) {
  const options = ['ci', '--no-audit', '--no-fund', '--ignore-scripts']
  spawnSync('npm', options, { cwd: peersFolder, stdio: 'inherit' })
}

say('# 标签打印的速度')
say()
say(
  `\`npm run bench:labels\`，${new Date().toISOString().slice(0, 10)}，提交 ${commit()}；Node ${process.version}，Linux ${release()}，${cpus().length} × ${cpus()[0]?.model ?? '?'}，机器上同时有别的负载。时间为毫秒，中位数与最小值。`,
)
renderAndEncode()
await endpoint()
await contest()
if (values.record)
  writeFileSync(join(import.meta.dirname, '../../../docs/bench-labels.md'), `${lines.join('\n')}\n`)

function renderAndEncode(): void {
  const cpu = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
  const glyphs = notoSansSc()
  const times: number[] = []
  const renderer = createLabelRenderer(glyphs)
  for (let number = 1; number <= 201; number++) {
    const content = aLabel({
      serial: composeLabelSerial('7K2M', number),
      building: `${number} 号楼 ${number % 30} 层`,
    })
    const before = cpu()
    encodeTspl(renderer.render(content, SMALL.size, SMALL.dpi).raster, SMALL)
    times.push(cpu() - before)
  }
  const [first = 0, ...steady] = times
  say()
  say('## 绘制并编码一张 60×40 mm、203 dpi 的标签（CPU 时间，每张内容不同）')
  say()
  say('| 第一张（字体已读入） | 稳定后中位数 | 稳定后最小 | 目标 |')
  say('| --- | --- | --- | --- |')
  say(`| ${ms(first)} | ${ms(median(steady))} | ${ms(Math.min(...steady))} | 第一张 < 400，稳定 < 5 |`)
}

async function endpoint(): Promise<void> {
  const { firstByteMs, gapsMs, labels, tookMs } = await timeEndpoint(Number(values.labels), 31)
  say()
  say('## 从提交到端点（真实 libusb，虚拟 USB 打印机，队列在独立进程、每次落盘）')
  say()
  say('| 量 | 中位数 | 最小 | 最大 | 目标 |')
  say('| --- | --- | --- | --- | --- |')
  say(
    `| 提交到第一个字节（热） | ${ms(median(firstByteMs))} | ${ms(Math.min(...firstByteMs))} | ${ms(Math.max(...firstByteMs))} | < 50 |`,
  )
  say(
    `| ${labels} 张连续，相邻两张之间 | ${ms(median(gapsMs))} | ${ms(Math.min(...gapsMs))} | ${ms(Math.max(...gapsMs))} | 最大 < 20 |`,
  )
  const long = gapsMs.filter((gap) => gap > 20).length
  say()
  say(
    `${labels} 张共 ${Math.round(tookMs / 1000)} s，即每秒 ${(labels / (tookMs / 1000)).toFixed(1)} 张；${long} 个间隔超过 20 ms。`,
  )
}

async function contest(): Promise<void> {
  const peers = values['no-peers'] ? null : await loadPeers()
  for (const [name, job] of [
    ['60×40 mm，203 dpi', SMALL],
    ['100×150 mm，300 dpi', LARGE],
  ] as const) {
    const { raster } = createLabelRenderer(notoSansSc()).render(aLabel(), job.size, job.dpi)
    const rows = await encoderContest(raster, job, peers, Number(values.rounds))
    const least = floors(raster)
    say()
    say(`## 编码器，${name}（${raster.widthDots}×${raster.heightDots} 点）`)
    say()
    say(
      `下限：原始点阵 ${least.raw} 字节；deflate·4/3 ${least.z64} 字节。本产品的字节数是整个任务，zpl-image 的只是数据。`,
    )
    say()
    say('| 格式 | 编码器 | 输入 | 字节 | 中位数 | 最小 |')
    say('| --- | --- | --- | --- | --- | --- |')
    for (const row of sorted(rows))
      say(
        `| ${row.kind} | ${row.who} | ${row.from} | ${row.bytes} | ${ms(row.medianMs)} | ${ms(row.minMs)} |`,
      )
  }
  if (peers) {
    say()
    say(`版本：${versions()}。`)
  }
}

function sorted(rows: readonly ContestRow[]): ContestRow[] {
  return [...rows].sort((one, other) => one.kind.localeCompare(other.kind) || one.medianMs - other.medianMs)
}

function versions(): string {
  // Safe: our own file.
  const { dependencies } = JSON.parse(readFileSync(join(peersFolder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  return Object.entries(dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join('，')
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[numbers.length >> 1] ?? NaN
}

function ms(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0)
}

function commit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
}
