import type { ImportColumn, SourceRow } from '../../../domain/spreadsheet/import-table.ts'
import type { CheckedRow, ImportKind, ImportMatch, ImportVerdict } from './import-kind.ts'

/** Judges rows; a row that did not change is not judged again, so that one edit among 5,000 rows is done at once. */
export function createRowChecks<Field extends string>(kind: ImportKind<Field>) {
  const edited = new WeakMap<SourceRow<Field>, { key: string; row: SourceRow<Field> }>()
  const verdicts = new WeakMap<SourceRow<Field>, ImportVerdict<Field>>()

  function verdictOf(row: SourceRow<Field>): ImportVerdict<Field> {
    const known = verdicts.get(row)
    if (known) return known
    const verdict = kind.check(row)
    verdicts.set(row, verdict)
    return verdict
  }

  function withEdits(row: SourceRow<Field>, edits: Record<string, string> | undefined): SourceRow<Field> {
    if (!edits) return row
    const key = JSON.stringify(edits)
    const known = edited.get(row)
    if (known?.key === key) return known.row
    const made = { number: row.number, cells: { ...row.cells, ...edits } }
    edited.set(row, { key, row: made })
    return made
  }

  return (
    rows: readonly SourceRow<Field>[],
    given: {
      edits: Record<string, Record<string, string>>
      leftOut: ReadonlySet<number>
      matchOf: (texts: Record<Field, string>) => ImportMatch<Field> | undefined
    },
  ): CheckedRow<Field>[] => {
    const seen = new Map<string, number>()
    return rows.map((source) => {
      const row = withEdits(source, given.edits[String(source.number)])
      const { texts, messages, warnings, tidied } = verdictOf(row)
      const match = given.matchOf(texts)
      const leftOut = given.leftOut.has(row.number)
      const problems = { ...match?.messages, ...messages }
      for (const field of leftOut ? [] : kind.unique) {
        const earlier = firstWith(seen, field, texts[field], row.number)
        if (earlier !== null && problems[field] === undefined) {
          problems[field] =
            `与第 ${String(earlier)} 行的${titleOf(kind.columns, field)}相同，请核对或不导入其中一行`
        }
      }
      const existing = match?.existing ?? null
      const id = String(row.number)
      const state = leftOut ? 'left-out' : stateOf(Object.keys(problems).length > 0, existing !== null)
      return { id, number: row.number, source: row, texts, problems, warnings, tidied, existing, state }
    })
  }
}

function stateOf(hasProblems: boolean, exists: boolean): 'mend' | 'duplicate' | 'ready' {
  if (hasProblems) return 'mend'
  return exists ? 'duplicate' : 'ready'
}

/** The row in which this text stood first; null when this is it. */
function firstWith(seen: Map<string, number>, field: string, text: string, number: number): number | null {
  if (text === '') return null
  const key = `${field} ${text}`
  const earlier = seen.get(key)
  if (earlier === undefined) seen.set(key, number)
  return earlier ?? null
}

function titleOf<Field extends string>(columns: readonly ImportColumn<Field>[], field: Field): string {
  return columns.find((column) => column.field === field)?.title ?? field
}
