import { join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const root = join(import.meta.dirname, '..')
const KB = 1024
/** What is read before the first page stands: the entry with everything that it imports at once. */
const ENTRY_KB_MAX = 180
const CHUNK_KB_MAX = 120

/** Larger than a page may be, and none of them is read before somebody asks for what it does: by its name, or by the source that makes it large. */
const LARGE_AND_LAZY = [
  { part: /node_modules\/pdf-lib\//, kilobytes: 260, reason: 'photos joined into one PDF' },
  { part: /node_modules\/pdfjs-dist\//, kilobytes: 140, reason: 'the preview of a PDF' },
  { part: /\/pdf\.worker\.min-/, kilobytes: 390, reason: 'the preview of a PDF' },
  { part: /\/face-worker-/, kilobytes: 430, reason: 'PC 人脸认证: the detector and its WASM runtime' },
]
/** Nothing of these belongs in what is shipped. */
const NEVER_SHIPPED = /^(renderer\/gallery|tests|server)\//

/** A chunk as the bundler tells of it; paths of `sources` are absolute, `imports` are file names. */
export interface BuiltChunk {
  fileName: string
  code: string | Uint8Array
  isEntry: boolean
  imports: readonly string[]
  sources: readonly string[]
}

/** One sentence for each budget that is broken (thresholds: shared/ui.md §6); empty when all hold. Sizes are KB gzip. */
export function overBudget(chunks: readonly BuiltChunk[]): string[] {
  const sizes = new Map(chunks.map(({ fileName, code }) => [fileName, gzipSync(code).length / KB]))
  const entries = chunks.filter(({ isEntry }) => isEntry)
  const atOnce = new Set(entries.flatMap((entry) => [...withImports(entry.fileName, chunks)]))
  const entrySize = [...atOnce].reduce((sum, fileName) => sum + (sizes.get(fileName) ?? 0), 0)
  const tooLarge = chunks.flatMap(({ fileName, sources }) => {
    const size = sizes.get(fileName) ?? 0
    const known = LARGE_AND_LAZY.find(({ part }) => [fileName, ...sources].some((path) => part.test(path)))
    if (known && atOnce.has(fileName)) return [`${fileName} (${known.reason}) is read at the start`]
    const most = known?.kilobytes ?? CHUNK_KB_MAX
    return size > most && !atOnce.has(fileName) ? [`${fileName} has ${inKb(size)}, allowed: ${most} KB`] : []
  })
  const foreign = chunks.flatMap(({ fileName, sources }) =>
    sources
      .map((path) => relative(root, path))
      .filter((path) => NEVER_SHIPPED.test(path))
      .map((path) => `${fileName} holds ${path}, which is not shipped`),
  )
  const start =
    entrySize > ENTRY_KB_MAX ? [`the start has ${inKb(entrySize)}, allowed: ${ENTRY_KB_MAX} KB`] : []
  return [...start, ...tooLarge, ...foreign]
}

/** Ends the build when a budget is broken. */
export function sizeBudget(): Plugin {
  return {
    name: 'size-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).flatMap((part): BuiltChunk[] => {
        if (part.type === 'chunk') return [{ ...part, sources: part.moduleIds }]
        // Workers are built by themselves and come as files.
        const { fileName, source } = part
        const isScript = /\.m?js$/.test(fileName)
        return isScript ? [{ fileName, code: source, isEntry: false, imports: [], sources: [] }] : []
      })
      const broken = overBudget(chunks)
      if (broken.length > 0) this.error(`size budget: ${broken.join('; ')}`)
    },
  }
}

/** The chunk, what it imports, what that imports: everything that is read when it is. */
function withImports(fileName: string, chunks: readonly BuiltChunk[], read = new Set<string>()): Set<string> {
  if (read.has(fileName)) return read
  read.add(fileName)
  const chunk = chunks.find((candidate) => candidate.fileName === fileName)
  for (const imported of chunk?.imports ?? []) withImports(imported, chunks, read)
  return read
}

const inKb = (size: number) => `${size.toFixed(1)} KB`
