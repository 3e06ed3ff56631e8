import { useIntervalFn } from '@vueuse/core'
import { ref, type Ref } from 'vue'
import type { Failure, Result } from '../../../domain/contracts/failure.ts'

const REFRESH_MS = 30_000

export interface Pending<Row> {
  /** null until it was read for the first time. */
  rows: Ref<Row[] | null>
  failure: Ref<Failure | null>
  busy: Ref<boolean>
  /** What was decided last, in words. */
  decided: Ref<string | null>
  refresh: () => Promise<void>
  /** After a decision: says it and reads anew. */
  tell: (decision: string) => void
}

/** What waits for the authority, read from the server now and every half minute. */
export function usePending<Row>(read: () => Promise<Result<Row[]>>): Pending<Row> {
  // Safe: ref only unwraps refs inside, and what the agent answers holds none.
  const rows = ref(null) as Ref<Row[] | null>
  const failure = ref<Failure | null>(null)
  const busy = ref(false)
  const decided = ref<string | null>(null)

  async function refresh(): Promise<void> {
    if (busy.value) return
    busy.value = true
    const result = await read()
    busy.value = false
    failure.value = result.ok ? null : result.failure
    if (result.ok) rows.value = result.value
  }

  function tell(decision: string): void {
    decided.value = decision
    void refresh()
  }

  useIntervalFn(() => void refresh(), REFRESH_MS)
  void refresh()
  return { rows, failure, busy, decided, refresh, tell }
}
