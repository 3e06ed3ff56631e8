import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const PACKAGE = join(import.meta.dirname, '../node_modules/pdfjs-dist')
/** Chinese CMaps only; decoders for scans as plain scripts, because the policy allows no WebAssembly in pages that show documents. */
const FOLDERS: Record<string, RegExp> = {
  cmaps: /GB|CNS|B5|ETen|HKscs/,
  standard_fonts: /\.(pfb|ttf)$/,
  wasm: /_nowasm_fallback\.js$/,
}

/** Puts what the PDF reader asks for by name beside the pages, under pdfjs/. */
export function pdfResources(): Plugin {
  return {
    name: 'pdf-resources',
    generateBundle() {
      for (const [folder, wanted] of Object.entries(FOLDERS)) {
        for (const name of readdirSync(join(PACKAGE, folder)).filter((file) => wanted.test(file))) {
          const source = readFileSync(join(PACKAGE, folder, name))
          this.emitFile({ type: 'asset', fileName: `pdfjs/${folder}/${name}`, source })
        }
      }
    },
  }
}
