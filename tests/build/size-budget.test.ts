import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { overBudget, type BuiltChunk } from '../../build/size-budget.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Code that gzip makes no smaller than this. */
const code = (kilobytes: number) => randomBytes(kilobytes * 1000).toString('base64')

function chunk(fileName: string, kilobytes: number, more: Partial<BuiltChunk> = {}): BuiltChunk {
  return { fileName, code: code(kilobytes), isEntry: false, imports: [], sources: [], ...more }
}

describe('the size budget', () => {
  it('counts with the entry everything that it imports at once, and only that', () => {
    const entry = chunk('entry.js', 60, { isEntry: true, imports: ['shared.js'] })
    const shared = chunk('shared.js', 40, { imports: ['deep.js', 'entry.js'] })
    const page = chunk('page.js', 90)
    expect(overBudget([entry, shared, chunk('deep.js', 20), page])).toEqual([])
    expect(overBudget([entry, shared, chunk('deep.js', 100), page])).toEqual([
      expect.stringMatching(/^the start has \d+\.\d KB, allowed: 180 KB$/),
    ])
  })

  it('names a page that is too large', () => {
    const entry = chunk('entry.js', 10, { isEntry: true })
    expect(overBudget([entry, chunk('page.js', 140)])).toEqual([
      expect.stringMatching(/^page\.js has \d+\.\d KB, allowed: 120 KB$/),
    ])
  })

  it('lets a known large library be larger, but never at the start', () => {
    const library = chunk('pdf.js', 100, { sources: [join(ROOT, 'node_modules/pdfjs-dist/build/pdf.mjs')] })
    const entry = chunk('entry.js', 10, { isEntry: true })
    expect(overBudget([entry, library])).toEqual([])
    expect(overBudget([{ ...entry, imports: ['pdf.js'] }, library])).toEqual([
      'pdf.js (the preview of a PDF) is read at the start',
    ])
  })

  it('refuses stories of the gallery and tests in what is shipped', () => {
    const sources = ['renderer/gallery/stories/GridStory.vue', 'renderer/app/App.vue', 'tests/support/a.ts']
    const entry = chunk('entry.js', 10, { isEntry: true, sources: sources.map((path) => join(ROOT, path)) })
    expect(overBudget([entry])).toEqual([
      'entry.js holds renderer/gallery/stories/GridStory.vue, which is not shipped',
      'entry.js holds tests/support/a.ts, which is not shipped',
    ])
  })
})
