import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const root = join(import.meta.dirname, '..')

/** The pages, for app:// and loopback alike. Everything is a file of its own: the policy allows no inline script, style or data: font. */
export default defineConfig({
  root: join(root, 'renderer'),
  base: './',
  plugins: [vue()],
  build: {
    outDir: join(root, 'out/renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    target: 'chrome140',
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|zod-without-eval/ }] },
      },
    },
  },
})
