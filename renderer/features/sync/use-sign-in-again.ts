import { ref } from 'vue'
import { useRouter } from 'vue-router'
import type { Failure } from '../../../domain/contracts/failure.ts'
import { useSessionStore } from '../../shared/session/session-store.ts'

/** Whoever has signed in without the server, or whose sign-in has lapsed, comes back to 同步中心 with one that the server knows. */
export function useSignInAgain() {
  const sessions = useSessionStore()
  const router = useRouter()
  const failure = ref<Failure | null>(null)

  async function signInAgain(): Promise<void> {
    const result = await sessions.signOut()
    failure.value = result.ok ? null : result.failure
    if (result.ok) await router.push({ path: '/sign-in', query: { next: '/sync' } })
  }

  return { signInAgain, failure }
}
