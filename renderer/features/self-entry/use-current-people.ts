import { computed, type ComputedRef } from 'vue'
import type { EngineerView, OperatorView } from '../../../domain/people/people-contract.ts'
import { agent } from '../../agent/agent.ts'
import { useLiveAnswer } from '../../shared/records/use-live-answer.ts'

/** Those who belong to the organisation now: nobody who has left or was removed. Empty until loaded. */
export function useCurrentPeople(): {
  engineers: ComputedRef<EngineerView[]>
  operators: ComputedRef<OperatorView[]>
} {
  const engineers = useLiveAnswer(['engineer'], () => agent.people.listEngineers())
  const operators = useLiveAnswer(['operator'], () => agent.people.listOperators())
  return {
    engineers: computed(() => (engineers.value.value ?? []).filter(({ state }) => state === 'normal')),
    operators: computed(() => (operators.value.value ?? []).filter(({ removedAt }) => removedAt === null)),
  }
}
