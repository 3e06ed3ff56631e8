import type { Item } from './field-value.ts'

/** One thing of a list that both sides changed; null where a side does not have it. */
export interface ComparedItem {
  id: string
  base: string | null
  mine: string | null
  theirs: string | null
  /** Whether the two sides differ in it. */
  differs: boolean
}

/** A list's things side by side: first those of the common base in its order, then what either side added. */
export function compareItems(
  base: readonly Item[],
  mine: readonly Item[],
  theirs: readonly Item[],
): ComparedItem[] {
  const [inBase, inMine, inTheirs] = [base, mine, theirs].map(
    (items) => new Map(items.map(({ id, text }) => [id, text])),
  )
  const ids = new Set([...base, ...mine, ...theirs].map(({ id }) => id))
  return [...ids].map((id) => {
    const [ours, other] = [inMine?.get(id) ?? null, inTheirs?.get(id) ?? null]
    return { id, base: inBase?.get(id) ?? null, mine: ours, theirs: other, differs: ours !== other }
  })
}
