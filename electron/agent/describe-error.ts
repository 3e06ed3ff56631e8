/** A stack names places in the code, never what a user typed; messages of unforeseen errors may, so they stay out. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: 'unknown' }
  const places = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at '))
  return { error: error.name, places: places?.slice(0, 6) }
}
