import { merge3, sameValue, type Fields } from '../../../domain/sync/merge.ts'

/** What one outgoing mutation does to the local body: changed fields before (null: the record was new) and after. */
export interface Patch {
  before: Fields | null
  after: Fields
}

/** The fields in which `body` differs from `expected`. */
export function patchBetween(expected: Fields | null, body: Fields): Patch {
  if (expected === null) return { before: null, after: body }
  const changed = [...new Set([...Object.keys(expected), ...Object.keys(body)])].filter(
    (field) => !sameValue(expected[field], body[field]),
  )
  return { before: pick(expected, changed), after: pick(body, changed) }
}

/** Puts the patches on the server's body one after the other. What the user typed is shown even where the server's value changed meanwhile. */
export function overlay(base: Fields | null, patches: readonly Patch[]): Fields | null {
  return patches.reduce<Fields | null>((body, patch) => {
    if (body === null) return patch.before === null ? patch.after : null
    const mine = { ...body, ...patch.after }
    const { merged, conflicts } = merge3({ ...body, ...patch.before }, mine, body)
    return { ...merged, ...pick(mine, conflicts) }
  }, base)
}

export function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name]]))
}

export function omit(fields: Fields, names: readonly string[]): Fields {
  const left = new Set(names)
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !left.has(name)))
}
