import type { Call, Contract, Method } from './contract.ts'
import { FailureError, type FieldProblem, type Result } from './failure.ts'

type AnyHandler = (input: unknown, ...context: unknown[]) => unknown

/**
 * The only door in: looks the method up, parses its input, calls the handler and turns foreseen trouble into a failed Result.
 * Anything unforeseen goes to `report` (which may log the method, never the input) and is answered `internal`.
 */
export function createDispatcher(
  contract: Contract,
  handlers: Record<string, Record<string, unknown>>,
  report: (method: string, error: unknown) => void,
): (method: string, input: unknown, ...context: unknown[]) => Promise<Result<unknown>> {
  // A Map, because callers may send `__proto__.toString`.
  const table = new Map<string, { method: Method; handle: AnyHandler }>()
  for (const [capability, methods] of Object.entries(contract)) {
    for (const [verb, method] of Object.entries(methods)) {
      const handle = handlers[capability]?.[verb]
      if (typeof handle !== 'function') throw new Error(`no handler for ${capability}.${verb}`)
      // Safe: Handlers<C> has checked the signature where the handlers were written.
      table.set(`${capability}.${verb}`, { method, handle: handle as AnyHandler })
    }
  }
  return async (name, input, ...context) => {
    const entry = table.get(name)
    if (!entry) return { ok: false, failure: { code: 'not-found', message: '没有这个功能，请更新客户端' } }
    const parsed = entry.method.input.safeParse(input ?? undefined)
    if (!parsed.success)
      return { ok: false, failure: { code: 'invalid-input', fields: toFieldProblems(parsed.error) } }
    try {
      return { ok: true, value: (await entry.handle(parsed.data, ...context)) ?? null }
    } catch (error) {
      if (error instanceof FailureError) return { ok: false, failure: error.failure }
      report(name, error)
      return { ok: false, failure: { code: 'internal' } }
    }
  }
}

function toFieldProblems(error: {
  issues: readonly { path: PropertyKey[]; message: string }[]
}): FieldProblem[] {
  return error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }))
}

export type Dispatch = ReturnType<typeof createDispatcher>

/** A transport inside one process: used by tests and by hosts that hold the agent themselves. */
export function inProcess(dispatch: Dispatch): Call {
  return (method, input) => dispatch(method, input)
}
