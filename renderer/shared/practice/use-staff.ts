import { computed, type ComputedRef } from 'vue'
import type { EngineerView, OperatorView } from '../../../domain/people/people-contract.ts'
import type { Team } from '../../../domain/practice/project-checks.ts'
import { agent } from '../../agent/agent.ts'
import { useLiveAnswer } from '../records/use-live-answer.ts'

export interface Staff {
  /** Also those who left: projects of that time still name them. */
  engineers: ComputedRef<readonly EngineerView[]>
  operators: ComputedRef<readonly OperatorView[]>
  /** The people as the checks of a project want them. */
  team: ComputedRef<Team>
  loaded: ComputedRef<boolean>
  /** The person's name; a dash for nobody and for somebody whose record is not here. */
  nameOf: (id: string) => string
}

/** Engineers and operators of the organisation, kept current. */
export function useStaff(): Staff {
  const engineerList = useLiveAnswer(['engineer'], () => agent.people.listEngineers())
  const operatorList = useLiveAnswer(['operator'], () => agent.people.listOperators())
  const engineers = computed(() => engineerList.value.value ?? [])
  const operators = computed(() => operatorList.value.value ?? [])
  const names = computed(
    () => new Map([...engineers.value, ...operators.value].map(({ id, name }) => [id, name])),
  )
  return {
    engineers,
    operators,
    team: computed(() => ({
      engineers: engineers.value,
      operatorIds: operators.value.filter(({ removedAt }) => removedAt === null).map(({ id }) => id),
    })),
    loaded: computed(() => engineerList.value.value !== null && operatorList.value.value !== null),
    nameOf: (id) => names.value.get(id) ?? '—',
  }
}
