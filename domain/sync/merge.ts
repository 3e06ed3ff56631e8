/**
 * Merges by field what two sides made of one base. A field that one side changed takes that side's value; equal changes are no conflict;
 * where both changed it differently `theirs` stands and the field is named in `conflicts`. Lists whose items carry an `id` merge item by item.
 */
export interface Merge {
  merged: Fields
  /** Top-level fields, in the order of `mine`. */
  conflicts: string[]
}
export type Fields = Record<string, unknown>

export function merge3(base: Fields, mine: Fields, theirs: Fields): Merge {
  const merged: Fields = {}
  const conflicts: string[] = []
  for (const field of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const outcome = mergeValue(base[field], mine[field], theirs[field])
    if (outcome.value !== undefined) merged[field] = outcome.value
    if (outcome.conflict) conflicts.push(field)
  }
  return { merged, conflicts }
}

interface Outcome {
  value: unknown
  conflict: boolean
}

function mergeValue(base: unknown, mine: unknown, theirs: unknown): Outcome {
  if (sameValue(mine, theirs) || sameValue(base, mine)) return { value: theirs, conflict: false }
  if (sameValue(base, theirs)) return { value: mine, conflict: false }
  if (isItemList(mine) && isItemList(theirs) && (base === undefined || isItemList(base))) {
    return mergeItems(base ?? [], mine, theirs)
  }
  return { value: theirs, conflict: true }
}

interface Item extends Fields {
  id: string
}

/** Keeps the order of `theirs`; what `mine` added follows. An item removed by one side and changed by the other stays, as a conflict. */
function mergeItems(base: Item[], mine: Item[], theirs: Item[]): Outcome {
  const inBase = byId(base)
  const inMine = byId(mine)
  const inTheirs = byId(theirs)
  let conflict = false
  const value = [...theirs, ...mine.filter(({ id }) => !inTheirs.has(id))].flatMap(({ id }) => {
    const ours = inMine.get(id)
    const other = inTheirs.get(id)
    const before = inBase.get(id)
    if (ours && other) {
      const outcome = merge3(before ?? { id }, ours, other)
      conflict ||= outcome.conflicts.length > 0
      return [outcome.merged]
    }
    const present = ours ?? other
    if (!before) return [present]
    const removedElsewhere = sameValue(before, present)
    conflict ||= !removedElsewhere
    return removedElsewhere ? [] : [present]
  })
  return { value, conflict }
}

const byId = (items: Item[]) => new Map(items.map((item) => [item.id, item]))

function isItemList(value: unknown): value is Item[] {
  return Array.isArray(value) && value.every((item) => isFields(item) && typeof item['id'] === 'string')
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Equality of JSON values; the order of an object's keys and keys without a value do not count. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => sameValue(item, other[index]))
  }
  if (!isFields(one) || !isFields(other)) return false
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].every((key) => sameValue(one[key], other[key]))
}
