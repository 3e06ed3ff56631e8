import { computed, ref, type ComputedRef, type Ref } from 'vue'
import type { Failure } from '../../../domain/contracts/failure.ts'
import type { OutboxEntry } from '../../../domain/sync/sync-contract.ts'
import { agent } from '../../agent/agent.ts'

export interface Resubmission {
  /** One after the other, in their order; stops at the first that fails. */
  resubmit: (entries: readonly Pick<OutboxEntry, 'seq'>[]) => Promise<void>
  busy: Ref<boolean>
  failure: Ref<Failure | null>
  /** 正在重新提交 3 / 12; null when nothing is under way. */
  progress: ComputedRef<string | null>
}

/** 原样重新提交 of refused entries, for refusals whose cause lay elsewhere. */
export function useResubmission(): Resubmission {
  const busy = ref(false)
  const failure = ref<Failure | null>(null)
  const counted = ref({ done: 0, total: 0 })

  async function resubmit(entries: readonly Pick<OutboxEntry, 'seq'>[]): Promise<void> {
    if (busy.value) return
    busy.value = true
    failure.value = null
    counted.value = { done: 0, total: entries.length }
    for (const { seq } of entries) {
      const result = await agent.sync.resubmit({ seq })
      if (!result.ok) {
        failure.value = result.failure
        break
      }
      counted.value.done += 1
    }
    busy.value = false
  }

  const progress = computed(() =>
    busy.value ? `正在重新提交 ${counted.value.done} / ${counted.value.total}` : null,
  )
  return { resubmit, busy, failure, progress }
}
