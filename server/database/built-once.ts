import { CompiledQuery, type Compilable, type Kysely, type QueryResult } from 'kysely'
import type { Tables } from './tables.ts'

const built = new WeakMap<object, Map<string, string>>()

/**
 * Runs a statement whose text is built once for each open database and `name`: building one of hundreds of rows takes longer than running it. `build` is asked the first
 * time only, so its text may depend on nothing but `name`; its parameters must be exactly `parameters`, in this order, or it throws.
 */
export function builtOnce<Row>(
  db: Kysely<Tables>,
  name: string,
  parameters: readonly unknown[],
  build: () => Compilable<Row>,
): Promise<QueryResult<Row>> {
  // The same in all transactions of one open database.
  const { adapter } = db.getExecutor()
  const own = built.get(adapter) ?? new Map<string, string>()
  built.set(adapter, own)
  const text = own.get(name) ?? textOf(name, parameters, build)
  own.set(name, text)
  // Safe: `name` stands for one statement, and so for one shape of its rows.
  return db.executeQuery(CompiledQuery.raw(text, [...parameters]))
}

function textOf(name: string, given: readonly unknown[], build: () => Compilable): string {
  const { sql, parameters } = build().compile()
  if (parameters.length !== given.length || parameters.some((value, at) => value !== given[at]))
    throw new Error(`the statement “${name}” has other parameters than were given`)
  return sql
}
