/** JSON with sorted keys: equal values give equal text on any machine. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const fields = new Map(Object.entries(value))
  const inOrder: Record<string, unknown> = {}
  for (const key of [...fields.keys()].sort()) inOrder[key] = sorted(fields.get(key))
  return inOrder
}
