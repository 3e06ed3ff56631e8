import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const root = join(import.meta.dirname, '..')
const MODELS = join(root, 'node_modules/@vladmandic/human/models')
const WASM = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist')

/** Detector, mesh and iris: what a live picture needs. Comparing people is the server's work. */
const FILES = [
  ...['blazeface', 'facemesh', 'iris'].flatMap((name) => [
    join(MODELS, `${name}.json`),
    join(MODELS, `${name}.bin`),
  ]),
  join(WASM, 'tfjs-backend-wasm.wasm'),
  join(WASM, 'tfjs-backend-wasm-simd.wasm'),
]

/** Puts models and WASM under their own names into `folder`: a model's .json names its .bin, so that hashed names would break it. */
export function faceAssets(folder = 'face'): Plugin {
  return {
    name: 'face-assets',
    apply: 'build',
    generateBundle() {
      for (const file of FILES) {
        this.emitFile({
          type: 'asset',
          fileName: `${folder}/${file.slice(file.lastIndexOf('/') + 1)}`,
          source: readFileSync(file),
        })
      }
    },
  }
}
