import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { Failure } from '../../../domain/contracts/failure.ts'
import type { FaceSessionState, StartedFaceSession } from '../../../domain/verification/face-contract.ts'
import { agent } from '../../agent/agent.ts'
import { followDecision, hasEnded } from '../../shared/face-capture/follow-decision.ts'
import { useSessionStore } from '../../shared/session/session-store.ts'

export interface FollowedSession {
  started: Readonly<Ref<StartedFaceSession | null>>
  state: Readonly<Ref<FaceSessionState | null>>
  ended: ComputedRef<boolean>
  failure: Readonly<Ref<Failure | null>>
  /** Seconds until the code expires; 0 afterwards. */
  secondsLeft: Readonly<Ref<number>>
  begin: () => Promise<void>
  cancel: () => Promise<void>
}

/** A session that somebody else captures — the phone, an outside service — followed live until its end. Whoever leaves cancels it. `consentVersion` where the consent was given on this computer. */
export function useFollowedSession(
  way: 'pc' | 'phone',
  consentVersion: string | null = null,
): FollowedSession {
  const sessions = useSessionStore()
  const started = shallowRef<StartedFaceSession | null>(null)
  const state = shallowRef<FaceSessionState | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const secondsLeft = ref(0)
  const ended = computed(() => state.value !== null && hasEnded(state.value))
  let following = new AbortController()

  const timer = setInterval(() => {
    const until = state.value?.expiresAt ?? started.value?.expiresAt
    secondsLeft.value = until ? Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000)) : 0
  }, 500)

  async function begin(): Promise<void> {
    following.abort()
    following = new AbortController()
    const { signal } = following
    started.value = null
    state.value = null
    failure.value = null
    const answer = await agent.verification.startFace({ way, consentVersion, cameraLabel: null })
    if (!answer.ok) {
      failure.value = answer.failure
      return
    }
    const { sessionId } = answer.value
    if (signal.aborted) {
      void agent.verification.cancelFace({ sessionId })
      return
    }
    started.value = answer.value
    await follow(sessionId, signal)
  }

  async function follow(sessionId: string, signal: AbortSignal): Promise<void> {
    let known = -1
    while (!signal.aborted) {
      const end = await followDecision(
        {
          ask: (knownVersion) =>
            agent.verification.faceState({ sessionId, ...(knownVersion >= 0 && { knownVersion }) }),
          onState: (next) => (state.value = next),
          signal,
        },
        known,
      )
      if (!end) return
      if (!('state' in end)) {
        failure.value = end
        return
      }
      state.value = end
      known = end.version
      // A busy server is the phone's to ask again; here it only means waiting.
      if (end.state !== 'busy') break
    }
    await sessions.refreshOrganisation()
  }

  async function cancel(): Promise<void> {
    const open = started.value
    following.abort()
    if (!open || ended.value) return
    const answer = await agent.verification.cancelFace({ sessionId: open.sessionId })
    if (answer.ok) state.value = answer.value
    else failure.value = answer.failure
  }

  onScopeDispose(() => {
    clearInterval(timer)
    void cancel()
  })
  return { started, state, ended, failure, secondsLeft, begin, cancel }
}
