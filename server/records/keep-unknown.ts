import { sameValue } from '../../domain/sync/merge.ts'

type Fields = Record<string, unknown>

/**
 * `next` with every field of `stored` that this server's schema does not know: a newer server or workstation wrote it, and an older one must hand it on. `read` is
 * `stored` as the schema read it, so what is in `read` and not in `next` was left out on purpose. Objects are gone through field by field, lists whose items carry an
 * `id` item by item; any other list keeps its items only where nobody changed it.
 */
export function keepUnknown(stored: unknown, read: unknown, next: unknown): unknown {
  if (isFields(stored) && isFields(read) && isFields(next)) return keepUnknownFields(stored, read, next)
  if (!Array.isArray(stored) || !Array.isArray(read) || !Array.isArray(next)) return next
  if (sameValue(read, next)) return stored
  const before = byId(stored)
  const known = byId(read)
  return next.map((item: unknown) => {
    const id = isFields(item) ? item['id'] : undefined
    return typeof id === 'string' ? keepUnknown(before.get(id), known.get(id), item) : item
  })
}

export function keepUnknownFields(stored: Fields, read: Fields, next: Fields): Fields {
  const kept: Fields = {}
  for (const [field, value] of Object.entries(next))
    kept[field] = keepUnknown(stored[field], read[field], value)
  for (const [field, value] of Object.entries(stored))
    if (!(field in read) && !(field in next)) kept[field] = value
  return kept
}

const byId = (items: readonly unknown[]) =>
  new Map(items.flatMap((item) => (isFields(item) ? [[item['id'], item] as const] : [])))

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
