import { computed } from 'vue'
import type { Evaluation } from '../../../domain/conditions/evaluation.ts'
import type { SelfEntryOverview } from '../../../domain/self-entry/self-entry-contract.ts'
import type { TaskEntry } from '../../shared/shell/shell-store.ts'
import { useTaskList } from '../../shared/shell/use-task-list.ts'
import type { LiveAnswer } from '../../shared/records/use-live-answer.ts'

export const SELF_ENTRY_STEPS = [
  { to: '/self-entry/basics', label: '基础信息' },
  { to: '/self-entry/engineers', label: '已有注册消防工程师' },
  { to: '/self-entry/operators', label: '消防设施操作员' },
  { to: '/self-entry/letter', label: '附件信息' },
  { to: '/self-entry/review', label: '核对并提交' },
] as const

/** Shows the five steps of 自主录入 in the left list, each with how far it is. */
export function useSelfEntryTasks(overview: LiveAnswer<SelfEntryOverview>): void {
  const entries = computed(() => taskEntries(overview.value.value))
  useTaskList('/self-entry', () => entries.value)
}

export function taskEntries(overview: SelfEntryOverview | null): TaskEntry[] {
  const progress = overview ? progressOf(overview) : []
  return SELF_ENTRY_STEPS.map((step, index) => ({ ...step, ...(progress[index] ?? { state: 'open' }) }))
}

type Progress = Pick<TaskEntry, 'state' | 'note'>

function progressOf(overview: SelfEntryOverview): Progress[] {
  const { evaluation } = overview
  return [
    { state: met(evaluation, ['verification']) ? 'done' : 'attention' },
    people(evaluation, 'engineers', [
      'engineers',
      'first-level-engineers',
      'technical-leader',
      'technical-leader-level',
    ]),
    people(evaluation, 'operators', ['operators', 'intermediate-operators']),
    { state: overview.letterSha256 === null ? 'attention' : 'done' },
    {
      state:
        overview.submission?.syncState === 'refused'
          ? 'attention'
          : overview.submitted !== null && overview.unsubmittedChanges.length === 0
            ? 'done'
            : 'open',
    },
  ]
}

type ConditionKey = Evaluation['items'][number]['key']

function people(evaluation: Evaluation, counted: ConditionKey, keys: readonly ConditionKey[]): Progress {
  const item = evaluation.items.find(({ key }) => key === counted)
  const note = item && (item.met ? String(item.present) : `${item.present}/${item.required}`)
  return { state: met(evaluation, keys) ? 'done' : 'attention', ...(note === undefined ? {} : { note }) }
}

function met(evaluation: Evaluation, keys: readonly ConditionKey[]): boolean {
  return evaluation.items.every((item) => item.met || !keys.includes(item.key))
}
