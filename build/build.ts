/** Builds what is stale: `node build/build.ts [renderer|main|preload …] [--force]`. Without names, everything. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, type InlineConfig } from 'vite'
import main from './vite.main.config.ts'
import phone from './vite.phone.config.ts'
import preload from './vite.preload.config.ts'
import renderer from './vite.renderer.config.ts'

const root = join(import.meta.dirname, '..')

interface Target {
  config: InlineConfig
  output: string
  sources: string[]
}
const COMMON = ['domain', 'package-lock.json']
const TARGETS = {
  renderer: {
    config: renderer,
    output: 'out/renderer/index.html',
    sources: [
      ...COMMON,
      'renderer',
      'build/vite.renderer.config.ts',
      'build/face-assets-plugin.ts',
      'build/pdf-resources.ts',
      'build/size-budget.ts',
    ],
  },
  phone: {
    config: phone,
    output: 'out/phone-verification/index.html',
    sources: [
      ...COMMON,
      'renderer/phone-verification',
      'renderer/shared',
      'renderer/app/theme',
      'build/vite.phone.config.ts',
      'build/face-assets-plugin.ts',
    ],
  },
  main: {
    config: main,
    output: 'out/main/main.js',
    sources: [...COMMON, 'electron/main', 'electron/agent', 'build/vite.main.config.ts'],
  },
  preload: {
    config: preload,
    output: 'out/preload/preload.cjs',
    sources: [...COMMON, 'electron/preload', 'build/vite.preload.config.ts'],
  },
} satisfies Record<string, Target>
export type BuildTarget = keyof typeof TARGETS
export const BUILD_TARGETS: readonly BuildTarget[] = ['renderer', 'phone', 'main', 'preload']

/** Builds each target whose output is older than its newest source; answers the names of those it built. */
export async function buildStale(
  names: readonly BuildTarget[],
  options = { force: false },
): Promise<BuildTarget[]> {
  const stale = names.filter((name) => options.force || isStale(TARGETS[name]))
  const nodeEnv = process.env['NODE_ENV']
  for (const name of stale) await build({ ...TARGETS[name].config, configFile: false, logLevel: 'warn' })
  // Vite sets it to production; programs started afterwards by the same process must not inherit that.
  if (nodeEnv === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = nodeEnv
  return stale
}

function isStale({ output, sources }: Target): boolean {
  const built = statSync(join(root, output), { throwIfNoEntry: false })
  return !built || Math.max(...sources.map((source) => newestMs(join(root, source)))) > built.mtimeMs
}

function newestMs(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (!entry) return 0
  if (!entry.isDirectory()) return entry.mtimeMs
  // The folder's own time counts too: it changes when a file is removed.
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))))
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false } },
  })
  const names = BUILD_TARGETS.filter((name) => positionals.length === 0 || positionals.includes(name))
  const startedMs = performance.now()
  const built = await buildStale(names, { force: values.force })
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(built.length === 0 ? '构建：都是最新的' : `构建：${built.join('、')}，用时 ${seconds} 秒`)
}
