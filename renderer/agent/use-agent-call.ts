import { ref, type Ref } from 'vue'
import type { Failure, Result } from '../../domain/contracts/failure.ts'

export interface AgentCall<Arguments extends unknown[], Value> {
  /** Answers the value, or null when it failed or when a call is still under way; `failure` then says why. */
  run: (...input: Arguments) => Promise<Value | null>
  busy: Readonly<Ref<boolean>>
  failure: Readonly<Ref<Failure | null>>
  value: Readonly<Ref<Value | null>>
}

/** One call a screen makes: busy while it runs, the failure of its last run, and no second run while one is under way. */
export function useAgentCall<Arguments extends unknown[], Value>(
  call: (...input: Arguments) => Promise<Result<Value>>,
): AgentCall<Arguments, Value> {
  const busy = ref(false)
  const failure = ref<Failure | null>(null)
  // Safe: ref() would unwrap nothing here, a Value is plain JSON of the contract.
  const value = ref(null) as Ref<Value | null>

  async function run(...input: Arguments): Promise<Value | null> {
    if (busy.value) return null
    busy.value = true
    failure.value = null
    const result = await call(...input)
    busy.value = false
    if (!result.ok) {
      failure.value = result.failure
      return null
    }
    value.value = result.value
    return result.value
  }
  return { run, busy, failure, value }
}
