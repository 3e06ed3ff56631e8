import { computed, ref, watch } from 'vue'
import type { Failure, Result } from '../../../domain/contracts/failure.ts'
import type { Draft } from '../../../domain/drafts/draft.ts'
import type { DiscardedDraft, SyncedEntry } from '../../../domain/drafts/drafts-contract.ts'
import type { OutboxEntry } from '../../../domain/sync/sync-contract.ts'
import { agent } from '../../agent/agent.ts'
import { useSessionStore } from '../../shared/session/session-store.ts'
import { useSyncStore } from '../../shared/shell/sync-store.ts'
import { listEntries, type ListEntry } from './draft-list.ts'

/** Drafts, what waits and what was taken, of whoever is signed in; kept current while things move. */
export function useDraftList() {
  const sessions = useSessionStore()
  const sync = useSyncStore()
  const drafts = ref<Draft[] | null>(null)
  const discarded = ref<DiscardedDraft[]>([])
  const outbox = ref<OutboxEntry[]>([])
  const synced = ref<SyncedEntry[]>([])
  const failure = ref<Failure | null>(null)
  const entries = computed<ListEntry[] | null>(
    () => drafts.value && listEntries({ drafts: drafts.value, outbox: outbox.value, synced: synced.value }),
  )

  async function refresh(): Promise<void> {
    const [ofDrafts, ofDiscarded] = await Promise.all([agent.drafts.list(), agent.drafts.listDiscarded()])
    const failures = [take(ofDrafts, drafts), take(ofDiscarded, discarded)]
    // Only organisations synchronise.
    if (sessions.session?.role === 'organisation') failures.push(...(await refreshUnderWay()))
    failure.value = failures.find((failed) => failed !== null) ?? null
  }

  async function refreshUnderWay(): Promise<(Failure | null)[]> {
    const [waiting, taken] = await Promise.all([agent.sync.listOutbox(), agent.drafts.listSynced()])
    return [take(waiting, outbox), take(taken, synced)]
  }

  watch(
    () => sync.status,
    () => void refresh(),
  )
  void refresh()
  return { entries, discarded, failure, refresh }
}

function take<Value>(result: Result<Value>, place: { value: Value | null }): Failure | null {
  if (!result.ok) return result.failure
  place.value = result.value
  return null
}
