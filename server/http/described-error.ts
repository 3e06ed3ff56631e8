/** What the log keeps of an error: never its message, which may quote what somebody typed (a JSON parser, PostgreSQL's "Key (mobile)=(…)"). */
export type DescribedError = {
  type: string
  /** Always the same word: the place for it is Fastify's. */
  message: string
  /** The stack's places in the code, a line each. */
  stack: string
  /** Node's or the database's code, e.g. ECONNRESET, 23505. */
  code?: string
  constraint?: string
}

const WITHHELD = 'withheld'

export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: WITHHELD, stack: '' }
  const lines = (error.stack ?? '').split('\n')
  return {
    type: error.name,
    message: WITHHELD,
    stack: lines.filter((line) => line.trimStart().startsWith('at ')).join('\n'),
    ...textOf(error, 'code'),
    ...textOf(error, 'constraint'),
  }
}

function textOf<Key extends 'code' | 'constraint'>(error: Error, key: Key): Partial<Record<Key, string>> {
  const value: unknown = Reflect.get(error, key)
  // Safe: a record with the one key that was asked for.
  return typeof value === 'string' ? ({ [key]: value } as Partial<Record<Key, string>>) : {}
}
