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

/** The questions whose last answer was a failure. */
const unanswered = new Set<() => Promise<void>>()

/** Keeps the answer of one reading call current while its component lives: asks now, again whenever records of these types change, and together with any other that failed. */
export function useLiveAnswer<Value>(
  types: readonly RecordType[],
  read: () => Promise<Result<Value>>,
): LiveAnswer<Value> {
  const value = shallowRef<Value | null>(null)
  const failure = shallowRef<Failure | null>(null)
  let asking: Promise<void> | null = null
  let askAgain = false
  let left = false

  /** Changes that come while an answer is under way are covered by one more question. */
  function refreshThis(): Promise<void> {
    if (asking) askAgain = true
    asking ??= ask().finally(() => (asking = null))
    return asking
  }

  /** A page asks several questions and has one 重试: what failed with this one is asked again with it. */
  async function refresh(): Promise<void> {
    const others = unanswered.has(refreshThis) ? [...unanswered].filter((other) => other !== refreshThis) : []
    await Promise.all([refreshThis(), ...others.map((other) => other())])
  }

  async function ask(): Promise<void> {
    do {
      askAgain = false
      const result = await read()
      failure.value = result.ok ? null : result.failure
      if (result.ok) value.value = result.value
      if (result.ok || left) unanswered.delete(refreshThis)
      else unanswered.add(refreshThis)
      // Safe: widened, because the compiler does not see that refresh() may have raised it meanwhile.
    } while (askAgain as boolean)
  }

  onScopeDispose(
    onAgentEvent('records.changed', (event) => {
      if (event.types.some((type) => types.includes(type))) void refreshThis()
    }),
  )
  onScopeDispose(() => {
    left = true
    unanswered.delete(refreshThis)
  })
  void refreshThis()
  return { value, failure, refresh }
}
