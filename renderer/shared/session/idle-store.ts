import { useEventListener, useIntervalFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { useRouter } from 'vue-router'
import { IDLE_MINUTES_DEFAULT, type IdleMinutes } from '../../../domain/accounts/accounts-contract.ts'
import { agent } from '../../agent/agent.ts'
import { useSessionStore } from './session-store.ts'

const WARN_SECONDS = 60
const TELL_EVERY_MS = 5000

/** How long nobody may touch the window before it signs out, as this workstation has it set. */
export const useIdleStore = defineStore('idle', () => {
  const minutes = ref<IdleMinutes>(IDLE_MINUTES_DEFAULT)

  async function load(): Promise<void> {
    const result = await agent.accounts.idleSignOut()
    if (result.ok) minutes.value = result.value.minutes
  }

  async function choose(chosen: IdleMinutes): Promise<void> {
    const result = await agent.accounts.setIdleSignOut({ minutes: chosen })
    if (result.ok) minutes.value = chosen
  }

  return { minutes, load, choose }
})

/** Seconds until the sign-out, once it is less than a minute away. */
export function secondsLeft(idleMs: number, minutes: IdleMinutes): number | null {
  if (minutes === null) return null
  const left = Math.ceil((minutes * 60_000 - idleMs) / 1000)
  return left <= WARN_SECONDS ? Math.max(0, left) : null
}

/**
 * Signs out after the set time without a key or a pointer, in this window or another one of the same browser. What is typed is a draft by then, and the log-in
 * page leads back to the page that was open.
 */
export function useIdleSignOut() {
  const sessions = useSessionStore()
  const idle = useIdleStore()
  const router = useRouter()
  const lastActive = ref(Date.now())
  const now = ref(Date.now())
  const others = new BroadcastChannel('activity')
  let toldAt = 0
  const left = computed(() =>
    sessions.session ? secondsLeft(now.value - lastActive.value, idle.minutes) : null,
  )

  function touched(): void {
    lastActive.value = Date.now()
    if (left.value !== null) now.value = lastActive.value
    if (lastActive.value - toldAt < TELL_EVERY_MS) return
    toldAt = lastActive.value
    others.postMessage(null)
  }

  /** Once the warning stands there it is answered by its button: a hand that only brushes the mouse must not send a click through it. */
  function noticed(): void {
    if (left.value === null) touched()
  }

  useEventListener(window, ['pointerdown', 'pointermove', 'keydown', 'wheel'], noticed, { passive: true })
  others.onmessage = () => (lastActive.value = Date.now())
  onScopeDispose(() => {
    others.close()
  })
  useIntervalFn(() => (now.value = Date.now()), 1000)

  watch(left, async (seconds) => {
    if (seconds !== 0) return
    const { fullPath } = router.currentRoute.value
    const result = await sessions.signOut()
    if (result.ok) await router.push({ path: '/sign-in', query: { next: fullPath, reason: 'idle' } })
  })
  watch(
    () => sessions.session?.accountId,
    (accountId) => {
      lastActive.value = Date.now()
      now.value = lastActive.value
      if (accountId !== undefined) void idle.load()
    },
    { immediate: true },
  )
  return { left, touched }
}
