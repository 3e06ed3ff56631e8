import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { defineConfig } from 'vite'

const root = join(import.meta.dirname, '..')

/** What stays outside the bundle: electron itself and packages that load files of their own (native code, the font). */
export const UNBUNDLED = ['better-sqlite3', 'usb']
const external = [
  'electron',
  ...UNBUNDLED,
  ...builtinModules,
  ...builtinModules.map((name) => `node:${name}`),
]

/** electron/main with the whole agent, and the agent's backup thread beside it, so that the package needs hardly any node_modules. */
export default defineConfig({
  root,
  ssr: { noExternal: true, external },
  build: {
    ssr: true,
    target: 'node24',
    outDir: join(root, 'out/main'),
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        main: join(root, 'electron/main/main.ts'),
        'backup-worker': join(root, 'electron/agent/storage-health/backup-worker.ts'),
      },
      external,
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
