import { plainTitle, type ColumnPlaces } from '../../../domain/spreadsheet/import-table.ts'
import { cellText, type SheetCell } from '../../../domain/spreadsheet/sheet-cell.ts'

/**
 * Which header somebody has matched with which field. Only a short sum of the header is kept: a “header” may be somebody’s name where a file
 * has none.
 */
export function rememberedColumns(list: string): (title: string) => string | null {
  const known = read(list)
  return (title) => known[sumOf(title)] ?? null
}

export function rememberColumns(list: string, header: readonly SheetCell[], places: ColumnPlaces): void {
  const known = read(list)
  for (const [field, place] of Object.entries(places)) {
    const title = place === null ? '' : plainTitle(cellText(header[place]))
    if (title !== '') known[sumOf(title)] = field
  }
  localStorage.setItem(keyOf(list), JSON.stringify(known))
}

const keyOf = (list: string) => `import-columns-${list}`

function read(list: string): Record<string, string> {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(keyOf(list)) ?? '{}')
    const entries = typeof known === 'object' && known !== null ? Object.entries(known) : []
    return Object.fromEntries(entries.filter(([, field]) => typeof field === 'string'))
  } catch {
    // What cannot be read was never remembered.
    return {}
  }
}

/** FNV-1a, 32 bits. */
function sumOf(title: string): string {
  let sum = 0x811c9dc5
  for (const character of title) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return sum.toString(36)
}
