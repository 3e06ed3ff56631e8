/**
 * `npm run bench:renderer`: what 2,000 people in the product's grid cost Chromium's main thread, against Element Plus's own virtual table and Naive UI's,
 * in turn on the same data.
 *   --runs N      instead of 9 (median and minimum are told)
 *   --record      also writes docs/bench-renderer.md
 */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { cpus, release, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import vue from '@vitejs/plugin-vue'
import { build, preview } from 'vite'
import { measurePage, type PageCost } from './measure-page.ts'
import { reportOf } from './report.ts'

const here = import.meta.dirname
const root = join(here, '../../..')
const PEERS = join(tmpdir(), 'peers-renderer')
const CONTENDERS = ['product', 'element-plus', 'naive-ui']
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '9' }, record: { type: 'boolean', default: false } },
})

/** The peer is no dependency of the product: it is installed outside the tree, once. */
function installPeers(): void {
  mkdirSync(PEERS, { recursive: true })
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(here, 'peers', file), join(PEERS, file))
  if (existsSync(join(PEERS, 'node_modules/naive-ui'))) return
  console.log(`installing Naive UI into ${PEERS} (once)`)
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: PEERS, stdio: 'inherit' })
  if (status !== 0) throw new Error(`npm ci ended with ${String(status)}`)
}

function versionOf(folder: string, name: string): string {
  // Safe: every package.json of a registry has a version.
  const { version } = JSON.parse(
    readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'),
  ) as {
    version: string
  }
  return version
}

async function buildPages(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(here, 'pages'),
    plugins: [vue()],
    resolve: { alias: { 'naive-ui': join(PEERS, 'node_modules/naive-ui') }, dedupe: ['vue'] },
    build: {
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 3000,
      target: 'chrome140',
      rolldownOptions: { input: CONTENDERS.map((name) => join(here, 'pages', `${name}.html`)) },
    },
  })
}

installPeers()
const outDir = mkdtempSync(join(tmpdir(), 'bench-renderer-'))
await buildPages(outDir)
const server = await preview({
  configFile: false,
  logLevel: 'warn',
  root,
  build: { outDir },
  preview: { host: '127.0.0.1', port: 0 },
})
const address = server.resolvedUrls?.local[0]
if (address === undefined) throw new Error('the pages are not served')
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
})
const costs: PageCost[] = []
// In turn, not one after the other: the machine's drift then meets all of them. The first turn only warms the caches.
for (let turn = 0; turn <= Number(values.runs); turn += 1) {
  for (const contender of CONTENDERS) {
    const cost = await measurePage(browser, contender, `${address}${contender}.html`)
    if (turn > 0) costs.push(cost)
  }
  console.log(`run ${turn} of ${values.runs}`)
}
const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.trim()
const report = reportOf({
  costs,
  runs: Number(values.runs),
  day: new Date().toISOString().slice(0, 10),
  commit: git('rev-parse', '--short', 'HEAD'),
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Linux ${release()}, Chromium ${browser.version()}`,
  versions: `Vue ${versionOf(root, 'vue')}, @tanstack/vue-virtual ${versionOf(root, '@tanstack/vue-virtual')}, Element Plus ${versionOf(root, 'element-plus')}, Naive UI ${versionOf(PEERS, 'naive-ui')}`,
})
await browser.close()
await server.close()
rmSync(outDir, { recursive: true, force: true })
console.log(report)
if (values.record) writeFileSync(join(root, 'docs/bench-renderer.md'), report)
