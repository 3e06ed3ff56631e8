/** The text that spreadsheet programs put on the clipboard: tabs between cells, a quoted cell where it holds a tab, a line break or a quote. */
export function toTabSeparated(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quoted).join('\t')).join('\r\n')
}

function quoted(cell: string): string {
  return /[\t\r\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** Rows of cells from pasted text; the line break that Excel puts behind the last row makes no row. */
export function fromTabSeparated(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let position = 0
  while (position < text.length) {
    const cell = cellAt(text, position)
    row.push(cell.text)
    position = cell.end
    const mark = text.charAt(position)
    if (mark === '\t') {
      position += 1
      if (position === text.length) row.push('')
      continue
    }
    rows.push(row)
    row = []
    position += mark === '\r' && text.charAt(position + 1) === '\n' ? 2 : 1
  }
  if (row.length > 0) rows.push(row)
  return rows
}

function cellAt(text: string, start: number): { text: string; end: number } {
  const quotedCell = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)/y
  quotedCell.lastIndex = start
  const quotedMatch = quotedCell.exec(text)
  if (quotedMatch) {
    return { text: (quotedMatch[1] ?? '').replaceAll('""', '"'), end: start + quotedMatch[0].length }
  }
  const plain = /[^\t\r\n]*/y
  plain.lastIndex = start
  const found = plain.exec(text)?.[0] ?? ''
  return { text: found, end: start + found.length }
}
