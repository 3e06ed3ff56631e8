import { computed, onScopeDispose, ref, type ComputedRef, type Ref } from 'vue'
import type { Failure } from '../../../domain/contracts/failure.ts'
import type { OperatorView } from '../../../domain/people/people-contract.ts'
import { agent } from '../../agent/agent.ts'

const UNDO_MS = 10_000

export interface OperatorRemoval {
  /** 已删除 苗佳, while it can be undone from the bar; else null. */
  text: ComputedRef<string | null>
  busy: Ref<boolean>
  failure: Ref<Failure | null>
  remove: (operators: readonly OperatorView[]) => Promise<void>
  undo: () => Promise<void>
}

/** Removes operators at once and offers them back for ten seconds; they are only marked as removed, so nothing is lost. */
export function useOperatorRemoval(): OperatorRemoval {
  const removed = ref<OperatorView[]>([])
  const busy = ref(false)
  const failure = ref<Failure | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  const text = computed(() => {
    const [first, ...others] = removed.value
    if (!first) return null
    return others.length === 0 ? `已删除 ${first.name}` : `已删除 ${removed.value.length} 人`
  })

  async function remove(operators: readonly OperatorView[]): Promise<void> {
    const done = await each(operators, (operatorId) => agent.people.removeOperator({ operatorId }))
    removed.value = done
    clearTimeout(timer)
    timer = setTimeout(() => (removed.value = []), UNDO_MS)
  }

  async function undo(): Promise<void> {
    clearTimeout(timer)
    const done = await each(removed.value, (operatorId) => agent.people.restoreOperator({ operatorId }))
    removed.value = removed.value.filter((operator) => !done.includes(operator))
  }

  /** One after the other, up to the first that fails; answers those that were done. */
  async function each(
    operators: readonly OperatorView[],
    call: (operatorId: string) => Promise<{ ok: true } | { ok: false; failure: Failure }>,
  ): Promise<OperatorView[]> {
    if (busy.value) return []
    busy.value = true
    failure.value = null
    const done: OperatorView[] = []
    for (const operator of operators) {
      const result = await call(operator.id)
      if (!result.ok) {
        failure.value = result.failure
        break
      }
      done.push(operator)
    }
    busy.value = false
    return done
  }

  onScopeDispose(() => clearTimeout(timer))
  return { text, busy, failure, remove, undo }
}
