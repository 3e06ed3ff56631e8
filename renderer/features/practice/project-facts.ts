import type { Project } from '../../../domain/practice/project.ts'
import { PROJECT_TYPE_LABELS } from '../../../domain/practice/project.ts'
import { regionText } from '../../../domain/regions/regions.ts'
import { dayTimeText } from '../../shared/records/date-text.ts'

export interface Fact {
  name: string
  value: string
  /** Long values get the whole width. */
  wide?: boolean
}

/** A project's facts under their names, in the order of the form. */
export function projectFacts(project: Project, nameOf: (id: string) => string): Fact[] {
  const names = (items: Project['buildings']) => items.map(({ name }) => name).join('、')
  return [
    { name: '服务对象名称', value: project.clientName },
    { name: '项目类型', value: PROJECT_TYPE_LABELS[project.type] },
    { name: '项目所在区域', value: regionText(project.regionCodes) },
    { name: '项目地址', value: project.address },
    { name: '计划开始日期', value: project.plannedFrom },
    { name: '计划结束日期', value: project.plannedTo },
    { name: '技术负责人', value: nameOf(project.technicalLeaderId) },
    { name: '项目负责人', value: nameOf(project.projectLeaderId) },
    { name: '参与人员', value: project.memberIds.map(nameOf).join('、'), wide: true },
    { name: '建筑', value: names(project.buildings), wide: true },
    { name: '系统', value: names(project.systems), wide: true },
    { name: '创建时间', value: dayTimeText(project.createdAt) },
  ]
}
