import { onScopeDispose, shallowRef, type Ref } from 'vue'
import type { Failure, Result } from '../../../domain/contracts/failure.ts'
import type { RecordType } from '../../../domain/records/records.ts'
import { onAgentEvent } from '../../agent/agent-events.ts'

export interface LiveAnswer<Value> {
  /** The last good answer; null until the first one. It stays while a newer one is asked for. */
  value: Readonly<Ref<Value | null>>
  /** Why the last question failed; null when it did not. */
  failure: Readonly<Ref<Failure | null>>
  refresh: () => Promise<void>
}

/** Keeps the answer of one reading call current while its component lives: asks now, and again whenever records of these types change. */
export function useLiveAnswer<Value>(
  types: readonly RecordType[],
  read: () => Promise<Result<Value>>,
): LiveAnswer<Value> {
  const value = shallowRef<Value | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let asking: Promise<void> | null = null
  let askAgain = false

  /** Changes that come while an answer is under way are covered by one more question. */
  function refresh(): Promise<void> {
    if (asking) askAgain = true
    asking ??= ask().finally(() => (asking = null))
    return asking
  }

  async function ask(): Promise<void> {
    do {
      askAgain = false
      const result = await read()
      failure.value = result.ok ? null : result.failure
      if (result.ok) value.value = result.value
      // Safe: widened, because the compiler does not see that refresh() may have raised it meanwhile.
    } while (askAgain as boolean)
  }

  onScopeDispose(
    onAgentEvent('records.changed', (event) => {
      if (event.types.some((type) => types.includes(type))) void refresh()
    }),
  )
  void refresh()
  return { value, failure, refresh }
}
