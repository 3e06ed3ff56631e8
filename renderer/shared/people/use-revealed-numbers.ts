import { onScopeDispose, reactive } from 'vue'
import type { Result } from '../../../domain/contracts/failure.ts'
import { failureText } from '../../agent/failure-messages.ts'
import { REVEALED_FOR_MS } from '../components/revealed-for.ts'

interface Revealed {
  /** Of which masked number; another one is not shown in its place. */
  masked: string
  value: string | null
  problem: string | null
}

/** What of a list is being looked at in full: `place` names person and field. */
export interface RevealedNumbers {
  of: (place: string, masked: string) => Revealed | null
  toggle: (place: string, masked: string, reveal: () => Promise<Result<{ value: string }>>) => Promise<void>
}

/** The numbers of a whole list in one place: a component for each would cost more than all else in its rows. Hidden again after half a minute. */
export function useRevealedNumbers(): RevealedNumbers {
  const revealed = reactive(new Map<string, Revealed>())
  const asked = new Set<string>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const hide = (place: string) => {
    clearTimeout(timers.get(place))
    revealed.delete(place)
  }
  const of = (place: string, masked: string) => {
    const found = revealed.get(place)
    return found?.masked === masked ? found : null
  }
  onScopeDispose(() => {
    for (const timer of timers.values()) clearTimeout(timer)
  })
  return {
    of,
    toggle: async (place, masked, reveal) => {
      // Each look is recorded: asking again while one is on the way is no look of its own.
      if (asked.has(place)) return
      const wasShown = of(place, masked)?.value !== undefined && of(place, masked)?.value !== null
      hide(place)
      if (wasShown) return
      asked.add(place)
      const result = await reveal()
      asked.delete(place)
      revealed.set(
        place,
        result.ok
          ? { masked, value: result.value.value, problem: null }
          : { masked, value: null, problem: failureText(result.failure) },
      )
      timers.set(
        place,
        setTimeout(() => {
          hide(place)
        }, REVEALED_FOR_MS),
      )
    },
  }
}
