import type { ListViewContent } from '../../../domain/settings/list-view.ts'

type Value = ListViewContent['filter'][string]

/**
 * A list's conditions as a saved view has them. What the view does not know stays as the list has it without conditions, and a choice that the list no longer offers
 * is left out too.
 */
export function restoredFilter<Filter extends Record<keyof Filter, Value>>(
  saved: ListViewContent['filter'],
  without: Filter,
  offers: Partial<Record<keyof Filter, readonly Value[]>> = {},
): Filter {
  const known = Object.entries(without).map(([name, usual]) => {
    const value = saved[name]
    // Safe: the entries of an object bear its own keys.
    const offered = offers[name as keyof Filter]
    const fits = value !== undefined && (offered ? offered.includes(value) : typeof value === typeof usual)
    return [name, fits ? value : usual]
  })
  // Safe: the same names, each with a value of the type it had or one that the list offers.
  return Object.fromEntries(known) as Filter
}
