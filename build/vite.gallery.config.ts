import { join } from 'node:path'
import { defineConfig, type PluginOption } from 'vite'
import renderer from './vite.renderer.config.ts'

const root = join(import.meta.dirname, '..')

/** The component gallery: built for its tests and for whoever develops, outside out/, all of which is packed. */
export default defineConfig({
  ...renderer,
  // The budget refuses exactly what is built here: nothing of it is shipped.
  plugins: (renderer.plugins ?? []).filter((plugin) => !isNamed(plugin, 'size-budget')),
  root: join(root, 'renderer/gallery'),
  build: { ...renderer.build, outDir: join(root, 'node_modules/.cache/gallery') },
})

function isNamed(plugin: PluginOption, name: string): boolean {
  return typeof plugin === 'object' && plugin !== null && 'name' in plugin && plugin.name === name
}
