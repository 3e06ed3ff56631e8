/** Work that is begun now and awaited a little later, or never where something else fails first: until then its failure is nobody's unhandled one. */
export function ahead<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined)
  return work
}
