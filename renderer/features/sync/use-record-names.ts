import { computed, type ComputedRef } from 'vue'
import { RECORD_TYPE_LABELS } from '../../../domain/records/field-labels.ts'
import type { RecordType } from '../../../domain/records/records.ts'
import { agent } from '../../agent/agent.ts'
import { useLiveAnswer } from '../../shared/records/use-live-answer.ts'
import type { Names } from './field-value.ts'

export interface RecordNames extends Names {
  /** 消防设施操作员 苗佳; only the kind where this workstation does not know the record. Never a personal number. */
  record: (recordType: RecordType | null, recordId: string) => string
}

/** What people, projects and labels are called, kept current; empty names until the lists have come. */
export function useRecordNames(): ComputedRef<RecordNames> {
  const engineers = useLiveAnswer(['engineer'], () => agent.people.listEngineers())
  const operators = useLiveAnswer(['operator'], () => agent.people.listOperators())
  const applications = useLiveAnswer(['application'], () => agent.people.listApplications())
  const projects = useLiveAnswer(['project'], () => agent.practice.listProjects())
  const labels = useLiveAnswer(['label'], () => agent.labels.list({ projectId: null }))

  const known = computed(() => ({
    engineer: named(engineers.value.value, ({ name }) => name),
    operator: named(operators.value.value, ({ name }) => name),
    application: named(applications.value.value, ({ engineer }) => engineer.name),
    project: named(projects.value.value, ({ contractName }) => contractName),
    label: named(labels.value.value, ({ serial }) => serial),
  }))
  return computed(() => {
    const all: Partial<Record<RecordType, ReadonlyMap<string, string>>> = known.value
    return {
      person: (id) => all.engineer?.get(id) ?? all.operator?.get(id) ?? '已不在名单中的人员',
      project: (id) => all.project?.get(id) ?? '已不在列表中的项目',
      record: (recordType, recordId) => {
        if (recordType === null) return '查看登记'
        const name = all[recordType]?.get(recordId)
        return name === undefined
          ? RECORD_TYPE_LABELS[recordType]
          : `${RECORD_TYPE_LABELS[recordType]} ${name}`
      },
    }
  })
}

function named<Row extends { id: string }>(
  rows: readonly Row[] | null,
  nameOf: (row: Row) => string,
): Map<string, string> {
  return new Map((rows ?? []).map((row) => [row.id, nameOf(row)]))
}
