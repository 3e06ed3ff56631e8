import { watch } from 'vue'
import { agent } from '../../agent/agent.ts'
import { useLiveAnswer, type LiveAnswer } from '../records/use-live-answer.ts'
import { useSyncStore } from '../shell/sync-store.ts'
import type { SelfEntryOverview } from '../../../domain/self-entry/self-entry-contract.ts'

/** 自主录入 as it stands here now: kept current while people, the organisation, the letter or the submission's way to the server change. */
export function useOverview(): LiveAnswer<SelfEntryOverview> {
  const sync = useSyncStore()
  const overview = useLiveAnswer(
    ['self-entry', 'self-entry-revision', 'organisation', 'engineer', 'operator'],
    () => agent.selfEntry.overview(),
  )
  watch(
    () => [sync.status?.waiting, sync.status?.refused, sync.status?.uploading.files],
    () => void overview.refresh(),
  )
  return overview
}
