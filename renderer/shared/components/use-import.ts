import { computed, ref, shallowRef, watch } from 'vue'
import type { Failure } from '../../../domain/contracts/failure.ts'
import {
  findHeaderRow,
  matchColumns,
  missingColumns,
  sourceRows,
  type ColumnPlaces,
} from '../../../domain/spreadsheet/import-table.ts'
import { tooManyRows, type SheetRows } from '../../../domain/spreadsheet/sheet-cell.ts'
import { createRowChecks } from './checked-rows.ts'
import { ImportContent, NO_IMPORT, trimmedRows } from './import-content.ts'
import type { ImportBatch, ImportKind, ImportMatch } from './import-kind.ts'
import { rememberColumns, rememberedColumns } from './remembered-columns.ts'

const MATCH_AFTER_MS = 250

/** An import from the file to what was written; ImportWizard shows it. Everything in `content` is replaced, never changed in place. */
export function useImport<Field extends string>(kind: ImportKind<Field>, list: string) {
  const content = shallowRef<ImportContent>(NO_IMPORT)
  const matches = shallowRef<ReadonlyMap<string, ImportMatch<Field>>>(new Map())
  const failure = ref<Failure | null>(null)
  const busy = ref(false)
  const batch = ref<(ImportBatch & { skipped: number; numbers: number[] }) | null>(null)
  const check = createRowChecks(kind)
  const set = (changes: Partial<ImportContent>) => {
    content.value = { ...content.value, ...changes }
  }

  // Parts of the content: what does not change with a key typed into a cell is not worked out anew.
  const fileRows = computed(() => content.value.rows)
  const headerRow = computed(() => content.value.headerRow)
  const chosenPlaces = computed(() => content.value.places)
  const edits = computed(() => content.value.edits)
  const leftOut = computed(() => content.value.leftOut)
  const importedNumbers = computed(() => content.value.imported)
  const chosenToUpdate = computed(() => content.value.updated)
  const duplicateWay = computed(() => content.value.duplicates)

  const header = computed(() => fileRows.value?.[headerRow.value] ?? [])
  const places = computed(() => {
    const entries = kind.columns.map(({ field }) => [field, chosenPlaces.value[field] ?? null])
    // Safe: one entry for each field.
    return Object.fromEntries(entries) as ColumnPlaces<Field>
  })
  const missing = computed(() => missingColumns(places.value, kind.columns))
  const source = computed(() => {
    if (!fileRows.value || missing.value.length > 0) return []
    return sourceRows(fileRows.value, headerRow.value, places.value)
  })
  const keyOf = (texts: Record<Field, string>) => kind.unique.map((field) => texts[field]).join('\n')
  const all = computed(() =>
    check(source.value, {
      edits: edits.value,
      leftOut: new Set(leftOut.value),
      matchOf: (texts) => matches.value.get(keyOf(texts)),
    }),
  )
  const imported = computed(() => new Set(importedNumbers.value))
  const rows = computed(() => all.value.filter(({ number }) => !imported.value.has(number)))
  const inState = (state: string) => rows.value.filter((row) => row.state === state)
  const ready = computed(() => inState('ready'))
  const toMend = computed(() => inState('mend'))
  const duplicates = computed(() => inState('duplicate'))
  const updated = computed(() => {
    const chosen = new Set(chosenToUpdate.value)
    const ways = { skip: () => false, update: () => true, each: (number: number) => chosen.has(number) }
    return duplicates.value.filter(({ number }) => ways[duplicateWay.value](number))
  })
  const count = computed(() => ready.value.length + updated.value.length)

  /** A new file; what was done with a former one is over. */
  function take(rowsOfFile: SheetRows, fileName: string): void {
    const tooMany = tooManyRows(rowsOfFile)
    failure.value = tooMany === null ? null : { code: 'invalid-input', message: tooMany }
    if (tooMany !== null) return
    const kept = trimmedRows(rowsOfFile)
    content.value = { ...NO_IMPORT, rows: kept, fileName, step: 'columns' }
    batch.value = null
    chooseHeader(findHeaderRow(kept, kind.columns) ?? 0)
    if (missing.value.length === 0) set({ step: 'check' })
  }

  function chooseHeader(row: number): void {
    const titles = content.value.rows?.[row] ?? []
    set({
      headerRow: row,
      places: matchColumns(titles, kind.columns, rememberedColumns(list)),
      edits: {},
      leftOut: [],
    })
  }

  function place(field: Field, at: number | null): void {
    const before: Record<string, number | null> = places.value
    const after: Record<string, number | null> = {}
    for (const [other, was] of Object.entries(before)) after[other] = at !== null && was === at ? null : was
    after[field] = at
    // What was mended in the other columns stands: only a column that now reads other cells loses its mends.
    const same = (name: string) => before[name] === after[name]
    const kept = Object.entries(content.value.edits).map(([row, texts]) => {
      return [row, Object.fromEntries(Object.entries(texts).filter(([name]) => same(name)))] as const
    })
    set({ places: after, edits: Object.fromEntries(kept) })
  }

  function acceptColumns(): void {
    rememberColumns(list, header.value, places.value)
    set({ step: 'check' })
  }

  function edit(number: number, field: Field, text: string): void {
    endOther(number, field)
    const key = String(number)
    const row = { ...content.value.edits[key], [field]: text }
    set({ edits: { ...content.value.edits, [key]: row }, typing: null })
  }

  /** A cell that scrolled away while it was typed into tells no change any more: what stands in it is taken before another one is written. */
  function endOther(number: number, field: Field): void {
    const { typing } = content.value
    if (typing && (typing.number !== number || typing.field !== field)) endTyping()
  }

  function type(number: number, field: Field, text: string): void {
    endOther(number, field)
    set({ typing: { number, field, text } })
  }

  /** What was typed into a cell that nobody left. */
  function endTyping(): void {
    const { typing } = content.value
    if (!typing) return
    set({ typing: null })
    // Safe: `type` is the only writer, and a restored draft was written by it.
    edit(typing.number, typing.field as Field, typing.text)
  }

  function leaveOut(numbers: readonly number[], out: boolean): void {
    const others = content.value.leftOut.filter((number) => !numbers.includes(number))
    set({ leftOut: out ? [...others, ...numbers] : others })
  }

  function choose(number: number, update: boolean): void {
    const others = content.value.updated.filter((other) => other !== number)
    set({ updated: update ? [...others, number] : others })
  }

  async function lookUp(again = false): Promise<void> {
    const known = again ? new Map<string, ImportMatch<Field>>() : matches.value
    const asked = new Map(
      all.value.filter(({ texts }) => !known.has(keyOf(texts))).map(({ texts }) => [keyOf(texts), texts]),
    )
    if (asked.size === 0) return
    const answer = await kind.match([...asked.values()])
    if (!answer.ok) {
      failure.value = answer.failure
      return
    }
    const found = [...asked.keys()].map((key, index) => [key, answer.value[index] ?? NO_MATCH] as const)
    matches.value = new Map([...known, ...found])
  }

  async function save(): Promise<boolean> {
    if (busy.value || count.value === 0) return false
    busy.value = true
    failure.value = null
    const chosen = [...ready.value, ...updated.value]
    const skipped = duplicates.value.length - updated.value.length
    const answer = await kind.save(
      chosen.map(({ source: row, existing }) => ({ row, existingId: existing?.id ?? null })),
    )
    busy.value = false
    if (!answer.ok) {
      failure.value = answer.failure
      await lookUp(true)
      return false
    }
    const numbers = chosen.map(({ number }) => number)
    batch.value = { ...answer.value, skipped, numbers }
    set({ imported: [...content.value.imported, ...numbers] })
    return true
  }

  async function undo(): Promise<boolean> {
    if (busy.value || !batch.value) return false
    busy.value = true
    const answer = await kind.undo(batch.value.batchId)
    busy.value = false
    failure.value = answer.ok ? null : answer.failure
    if (!answer.ok) return false
    const undone = new Set(batch.value.numbers)
    batch.value = null
    set({ imported: content.value.imported.filter((number) => !undone.has(number)), step: 'check' })
    await lookUp(true)
    return true
  }

  let waiting: ReturnType<typeof setTimeout> | undefined
  watch(source, () => void lookUp())
  watch(edits, () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => void lookUp(), MATCH_AFTER_MS)
  })

  return {
    content,
    set,
    failure,
    busy,
    batch,
    header,
    places,
    missing,
    rows,
    ready,
    toMend,
    duplicates,
    updated,
    count,
    take,
    chooseHeader,
    place,
    acceptColumns,
    edit,
    type,
    endTyping,
    leaveOut,
    choose,
    save,
    undo,
    restore: (draft: Record<string, unknown>) => {
      content.value = ImportContent.parse(draft)
      endTyping()
    },
  }
}

const NO_MATCH = { existing: null, messages: {} }

export type Import<Field extends string> = ReturnType<typeof useImport<Field>>
