/** JSON with sorted keys: equal values give equal text on any machine. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value))
}

/** Every mutation passes here: what is in order already is not copied. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return sortedList(value)
  // Safe: an object that is no list.
  return sortedFields(value as Record<string, unknown>)
}

function sortedList(items: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | null = null
  for (let index = 0; index < items.length; index += 1) {
    const item = sorted(items[index])
    if (item !== items[index]) copy ??= items.slice()
    if (copy) copy[index] = item
  }
  return copy ?? items
}

function sortedFields(fields: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(fields)
  let copy: Record<string, unknown> | null = isInOrder(keys) ? null : {}
  if (copy) keys.sort()
  for (const key of keys) {
    const field = sorted(fields[key])
    if (!copy && field !== fields[key]) copy = { ...fields }
    if (copy) copy[key] = field
  }
  return copy ?? fields
}

function isInOrder(keys: readonly string[]): boolean {
  let before = ''
  for (const key of keys) {
    if (key < before) return false
    before = key
  }
  return true
}
