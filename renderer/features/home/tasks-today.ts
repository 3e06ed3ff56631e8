import { APPLICATION_KIND_LABELS } from '../../../domain/applications/application.ts'
import type { ConditionItem } from '../../../domain/conditions/evaluation.ts'
import type { ApplicationView, EngineerView } from '../../../domain/people/people-contract.ts'
import type { ProjectView } from '../../../domain/practice/practice-contract.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'
import type { SelfEntryOverview } from '../../../domain/self-entry/self-entry-contract.ts'
import type { SyncStatus } from '../../../domain/sync/sync-contract.ts'
import { projectStage } from '../../shared/practice/project-stage.ts'

/** One thing to do today, and the place where it is done. */
export interface Task {
  id: string
  kind: 'attention' | 'bad' | 'none'
  text: string
  detail: string
  verb: string
  to: string
}

export interface HomeFacts {
  overview: SelfEntryOverview | null
  applications: readonly ApplicationView[]
  projects: readonly ProjectView[]
  sync: SyncStatus | null
  engineers?: readonly Pick<EngineerView, 'id' | 'name' | 'state' | 'validUntil'>[]
}

const DAY_MS = 24 * 60 * 60 * 1000
/** 注册有效期: first told 90 days before, urgently from 30 on, and in red for the last week. */
const VALIDITY_DAYS = { first: 90, urgent: 30, last: 7 }

/** 今日待办: what the server refused first, then who waits for an answer, what is due, and what is missing. */
export function tasksToday(facts: HomeFacts, today?: string): Task[] {
  return [
    ...syncTasks(facts.sync),
    ...facts.applications.filter(({ state }) => state === 'submitted').map(applicationTask),
    ...facts.projects.filter((project) => projectStage(project, today) === 'overdue').map(projectTask),
    ...(facts.engineers ?? []).flatMap((engineer) => validityTask(engineer, today ?? chinaDay())),
    ...(facts.overview ? selfEntryTasks(facts.overview) : []),
  ]
}

function validityTask(
  { id, name, state, validUntil }: Pick<EngineerView, 'id' | 'name' | 'state' | 'validUntil'>,
  today: string,
): Task[] {
  const days = Math.round((Date.parse(validUntil) - Date.parse(today)) / DAY_MS)
  if (state !== 'normal' || days > VALIDITY_DAYS.first) return []
  const when = days < 0 ? '已过期' : days === 0 ? '今天到期' : ` ${days} 天后到期`
  return [
    {
      id: `validity-${id}`,
      kind: days <= VALIDITY_DAYS.last ? 'bad' : days <= VALIDITY_DAYS.urgent ? 'attention' : 'none',
      text: `${name}的注册${when}`,
      detail: `注册有效期至 ${validUntil}，请通知本人办理延续注册；过期后不计入从业条件`,
      verb: '查看人员',
      to: '/people/engineers',
    },
  ]
}

function syncTasks(status: SyncStatus | null): Task[] {
  const { refused = 0, conflicts = 0 } = status ?? {}
  if (refused + conflicts === 0) return []
  const text = [
    ...(refused > 0 ? [`${refused} 项未通过`] : []),
    ...(conflicts > 0 ? [`${conflicts} 项有冲突`] : []),
  ].join('，')
  return [
    { id: 'sync', kind: 'bad', text, detail: '查看原因，修改后重新提交或放弃', verb: '去处理', to: '/sync' },
  ]
}

function applicationTask({ id, kind, engineer }: ApplicationView): Task {
  return {
    id: `application-${id}`,
    kind: 'attention',
    text: `${engineer.name} 申请注册到本机构`,
    detail: `${APPLICATION_KIND_LABELS[kind]}，同意后由消防救援机构审批`,
    verb: '去确认',
    to: '/people/engineers',
  }
}

function selfEntryTasks({ evaluation, submitted, submission }: SelfEntryOverview): Task[] {
  const missing = evaluation.items.flatMap(conditionTask)
  if (submitted !== null || submission !== null) return missing
  const first: Task = {
    id: 'submit',
    kind: 'none',
    text: '自主录入还没有提交',
    detail: '暂不满足生效条件也可以提交，满足后自动生效并公开',
    verb: '核对并提交',
    to: '/self-entry/review',
  }
  return [...missing, first]
}

/** A condition that is unmet without a reason of its own follows from another one (nobody is technical leader, so his level is unmet too). */
function conditionTask({ key, reason, kind, required, present }: ConditionItem): Task[] {
  if (reason === null) return []
  const detail = kind === 'count' ? `需要 ${required} 人，现在 ${present} 人` : '满足后自主录入自动生效'
  return [{ id: `condition-${key}`, kind: 'attention', text: reason, detail, ...conditionPlace(key) }]
}

function conditionPlace(key: ConditionItem['key']): Pick<Task, 'verb' | 'to'> {
  switch (key) {
    case 'verification':
      return { verb: '去认证', to: '/registration/verification' }
    case 'letter':
      return { verb: '去上传', to: '/self-entry/letter' }
    case 'operators':
    case 'intermediate-operators':
      return { verb: '添加操作员', to: '/self-entry/operators' }
    case 'engineers':
    case 'first-level-engineers':
    case 'technical-leader':
    case 'technical-leader-level':
      return { verb: '查看人员', to: '/self-entry/engineers' }
  }
}

function projectTask({ id, contractName, plannedTo }: ProjectView): Task {
  return {
    id: `project-${id}`,
    kind: 'attention',
    text: `“${contractName}”待录入结论性文件`,
    detail: `计划结束日期 ${plannedTo} 已过`,
    verb: '录入结论',
    to: `/practice/${id}/conclusion`,
  }
}
