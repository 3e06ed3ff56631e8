import type { ZipEntry } from './zip-entries.ts'
import { zipEntryText } from './zip-entries.ts'

/** What the library does not tell of a sheet. Rows and columns count from 0. */
export interface SheetOddities {
  /** Cells that hold a formula. */
  formulas: { row: number; column: number }[]
  /** Merged areas, both corners included. */
  merged: { top: number; left: number; bottom: number; right: number }[]
}

/** Of the workbook's first sheet, which is the one that is read. */
export async function sheetOddities(
  bytes: Uint8Array<ArrayBuffer>,
  entries: readonly ZipEntry[],
): Promise<SheetOddities> {
  const xml = await firstSheet(bytes, entries)
  return {
    formulas: [...xml.matchAll(/<c\b[^>]*\br="([A-Z]+)(\d+)"[^>]*>\s*<f\b/g)].map(place),
    merged: mergedIn(xml),
  }
}

function mergedIn(xml: string): SheetOddities['merged'] {
  return [...xml.matchAll(/<mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g)].map((found) => ({
    top: Number(found[2]) - 1,
    left: columnIndex(found[1] ?? ''),
    bottom: Number(found[4]) - 1,
    right: columnIndex(found[3] ?? ''),
  }))
}

function place(found: RegExpExecArray): { row: number; column: number } {
  return { row: Number(found[2]) - 1, column: columnIndex(found[1] ?? '') }
}

/** A is 0, Z is 25, AA is 26. */
function columnIndex(letters: string): number {
  return Array.from(letters).reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

async function firstSheet(bytes: Uint8Array<ArrayBuffer>, entries: readonly ZipEntry[]): Promise<string> {
  const read = async (path: string) => {
    const entry = entries.find((candidate) => candidate.path === path)
    return entry ? zipEntryText(bytes, entry) : ''
  }
  const workbook = await read('xl/workbook.xml')
  const relation = /<sheet\b[^>]*\br:id="([^"]+)"/.exec(workbook)?.[1] ?? ''
  const relations = await read('xl/_rels/workbook.xml.rels')
  const named = [...relations.matchAll(/<Relationship\b[^>]*>/g)].find(([tag]) =>
    tag.includes(`Id="${relation}"`),
  )
  const target = /\bTarget="\/?(?:xl\/)?([^"]+)"/.exec(named?.[0] ?? '')?.[1] ?? 'worksheets/sheet1.xml'
  return read(`xl/${target}`)
}
