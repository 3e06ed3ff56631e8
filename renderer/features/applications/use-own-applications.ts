import { useIntervalFn, useWindowFocus } from '@vueuse/core'
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { OwnApplication } from '../../../domain/applications/applications-contract.ts'
import type { Failure } from '../../../domain/contracts/failure.ts'
import type { EngineerProfile } from '../../../domain/people/engineer.ts'
import { agent } from '../../agent/agent.ts'
import { isOpen } from '../../shared/people/application-kinds.ts'

const REFRESH_MS = 30_000

export type OwnProfile = EngineerProfile & { verified: boolean; organisationName: string | null }

export interface OwnApplications {
  profile: Ref<OwnProfile | null>
  /** Newest first. */
  applications: Ref<OwnApplication[]>
  /** The one that waits for somebody's decision, if any. */
  pending: ComputedRef<OwnApplication | null>
  loaded: Ref<boolean>
  busy: Ref<boolean>
  failure: Ref<Failure | null>
  refresh: () => Promise<void>
}

/** The engineer's own registration as the server holds it; asked again every half minute and when the window gets the focus, because others decide. */
export function useOwnApplications(): OwnApplications {
  const profile = ref<OwnProfile | null>(null)
  const applications = ref<OwnApplication[]>([])
  const loaded = ref(false)
  const busy = ref(false)
  const failure = ref<Failure | null>(null)

  async function refresh(): Promise<void> {
    if (busy.value) return
    busy.value = true
    const [ownProfile, list] = await Promise.all([agent.applications.profile(), agent.applications.list()])
    busy.value = false
    loaded.value = true
    failure.value = null
    if (ownProfile.ok) profile.value = ownProfile.value
    else failure.value = ownProfile.failure
    if (list.ok)
      applications.value = [...list.value].sort((a, b) => b.submittedAt.localeCompare(a.submittedAt))
    else failure.value = list.failure
  }

  const focused = useWindowFocus()
  watch(focused, (isFocused) => {
    if (isFocused) void refresh()
  })
  useIntervalFn(() => void refresh(), REFRESH_MS)
  void refresh()
  const pending = computed(() => applications.value.find(({ state }) => isOpen(state)) ?? null)
  return { profile, applications, pending, loaded, busy, failure, refresh }
}
