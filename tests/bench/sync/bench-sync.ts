/**
 * `npm run bench:sync`: local save, push, fresh pull and replay of 10,000 records through the real product, against the floor and PouchDB in the same run.
 *   --records N   instead of 10,000        --runs N     instead of 3 (the median is told)
 *   --growth      the product with 1,000 / 10,000 / 100,000 records besides
 *   --no-peers    without PouchDB          --record     also writes docs/bench-sync.md
 */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Findings } from './measures.ts'
import { medianOf, reportOf } from './report.ts'

const here = import.meta.dirname
const root = join(here, '../../..')
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '3' },
    growth: { type: 'boolean', default: false },
    'no-peers': { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
})

const PRODUCT = ['contender-product.ts', '--attachment']
const PEERS = [
  ['peers/pouchdb.mjs', '--adapter', 'leveldb'],
  ['peers/pouchdb.mjs', '--adapter', 'websql'],
]

function run(args: readonly string[], records: string): Findings {
  const [script, ...rest] = args
  const child = spawnSync(process.execPath, [join(here, script ?? ''), '--records', records, ...rest], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 16 * 1024 * 1024,
  })
  const line = child.stdout.trim().split('\n').at(-1)
  if (child.status !== 0 || !line) throw new Error(`${args.join(' ')} ended with ${String(child.status)}`)
  // Safe: every contender prints its Findings as its last line.
  return JSON.parse(line) as Findings
}

/** Peers are no dependencies of the product: they are installed beside the benchmark, one of them compiled here. */
function installPeers(): boolean {
  const folder = join(here, 'peers')
  if (existsSync(join(folder, 'node_modules/pouchdb'))) return true
  console.log('installing the peers (two minutes, once)')
  return spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' }).status === 0
}

const contenders = [PRODUCT, ['contender-floor.ts'], ...(!values['no-peers'] && installPeers() ? PEERS : [])]
const found: Findings[] = []
// In turn, not one after the other: the machine's drift then meets all of them.
for (let turn = 1; turn <= Number(values.runs); turn++) {
  for (const contender of contenders) {
    console.log(`run ${turn}: ${contender.join(' ')}`)
    found.push(run(contender, values.records))
  }
}
const medians = [...Map.groupBy(found, ({ contender }) => contender).values()].map(medianOf)
const growth = values.growth
  ? ['1000', '10000', '100000'].map((records) => run(['contender-product.ts'], records))
  : []
const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.trim()
const report = reportOf({
  medians,
  growth,
  runs: Number(values.runs),
  options: process.argv.slice(2).join(' '),
  day: new Date().toISOString().slice(0, 10),
  commit: git('rev-parse', '--short', 'HEAD'),
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Linux ${release()}, Node ${process.versions.node}`,
})
console.log(report)
if (values.record) writeFileSync(join(root, 'docs/bench-sync.md'), report)
