import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { Failure } from '../../../domain/contracts/failure.ts'
import type { NoticeView } from '../../../domain/notices/notices-contract.ts'
import { agent } from '../../agent/agent.ts'
import { onAgentEvent } from '../../agent/agent-events.ts'
import { useSessionStore } from '../session/session-store.ts'

/** The notices of the organisation that is signed in, for the bell, the list and 首页 alike. */
export const useNoticeStore = defineStore('notices', () => {
  const sessions = useSessionStore()
  const notices = ref<NoticeView[] | null>(null)
  const failure = ref<Failure | null>(null)
  const unread = computed(() => (notices.value ?? []).filter(({ read }) => !read))

  async function refresh(): Promise<void> {
    if (sessions.session?.role !== 'organisation') {
      notices.value = null
      return
    }
    const result = await agent.notices.list()
    failure.value = result.ok ? null : result.failure
    if (result.ok) notices.value = result.value
  }

  async function markRead(id: string): Promise<void> {
    await agent.notices.markRead({ id })
    await refresh()
  }

  async function markAllRead(): Promise<void> {
    await agent.notices.markAllRead()
    await refresh()
  }

  onAgentEvent('records.changed', ({ types }) => {
    if (types.includes('notice')) void refresh()
  })
  watch(
    () => sessions.session?.accountId,
    () => void refresh(),
    { immediate: true },
  )
  return { notices, unread, failure, refresh, markRead, markAllRead }
})
