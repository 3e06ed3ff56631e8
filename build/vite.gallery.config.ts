import { join } from 'node:path'
import { defineConfig } from 'vite'
import renderer from './vite.renderer.config.ts'

const root = join(import.meta.dirname, '..')

/** The component gallery: built for its tests and for whoever develops, outside out/, all of which is packed. */
export default defineConfig({
  ...renderer,
  root: join(root, 'renderer/gallery'),
  build: { ...renderer.build, outDir: join(root, 'node_modules/.cache/gallery') },
})
