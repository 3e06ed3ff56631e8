import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import { faceAssets } from './face-assets-plugin.ts'
import { pdfResources } from './pdf-resources.ts'
import { sizeBudget } from './size-budget.ts'

const root = join(import.meta.dirname, '..')

/**
 * The spreadsheet libraries pack and unpack in workers made of blobs, which the policy of the pages forbids. They run in a worker of ours already
 * (renderer/shared/spreadsheet), so there they do it themselves.
 */
const zipInOneThread: Plugin = {
  name: 'zip-in-one-thread',
  enforce: 'pre',
  transform(code, id) {
    const verb = /\/zip\/(zip|unzip)(?:To|From)ArrayBuffer\.js$/.exec(id)?.[1]
    if (verb === undefined) return null
    const asks = `import { ${verb} } from 'fflate';`
    if (!code.includes(asks)) throw new Error(`${id} no longer asks fflate for ${verb}`)
    const inOneThread = `const ${verb} = (files, done) => { let made; try { made = ${verb}Sync(files) } catch (error) { return done(error) } done(null, made) };`
    return code.replace(asks, `import { ${verb}Sync } from 'fflate';\n${inOneThread}`)
  },
}

/** The pages, for app:// and loopback alike. Everything is a file of its own: the policy allows no inline script, style or data: font. */
export default defineConfig({
  root: join(root, 'renderer'),
  base: './',
  plugins: [vue(), zipInOneThread, pdfResources(), faceAssets(), sizeBudget()],
  worker: { format: 'es', plugins: () => [zipInOneThread] },
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
