import type { RecordType } from '../../domain/records/records.ts'

/** What living records of one type are found by. `valuesOf` sees the body as it is stored; none where the record is not to be found. */
export interface RecordKey {
  name: string
  type: RecordType
  valuesOf: (body: Readonly<Record<string, unknown>>) => readonly string[]
}

/** Records by the values of one key; a record may have several. */
export interface KeyIndex {
  /** Also true for one that was put without values. */
  has: (id: string) => boolean
  put: (id: string, values: readonly string[]) => void
  find: (value: string) => Iterable<string>
  size: () => number
}

export function createKeyIndex(): KeyIndex {
  const valuesById = new Map<string, readonly string[]>()
  const idsByValue = new Map<string, Set<string>>()

  function take(id: string, value: string): void {
    const ids = idsByValue.get(value)
    ids?.delete(id)
    if (ids?.size === 0) idsByValue.delete(value)
  }

  return {
    has: (id) => valuesById.has(id),
    put(id, values) {
      for (const value of valuesById.get(id) ?? []) take(id, value)
      valuesById.set(id, values)
      for (const value of values) idsByValue.set(value, (idsByValue.get(value) ?? new Set()).add(id))
    },
    find: (value) => idsByValue.get(value) ?? [],
    size: () => valuesById.size,
  }
}
