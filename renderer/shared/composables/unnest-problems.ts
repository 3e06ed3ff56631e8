import type { Result } from '../../../domain/contracts/failure.ts'

/** The contract nests a form's fields under one name; the form knows its fields by their own names. */
export function unnestProblems<Value>(result: Result<Value>, prefix: string): Result<Value> {
  if (result.ok || !result.failure.fields) return result
  const fields = result.failure.fields.map(({ path, message }) => ({
    path: path.startsWith(`${prefix}.`) ? path.slice(prefix.length + 1) : path,
    message,
  }))
  return { ok: false, failure: { ...result.failure, fields } }
}
