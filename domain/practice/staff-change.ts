import { checkLength, normaliseLine } from '../organisation/registration-checks.ts'
import { isCalendarDay } from '../records/calendar.ts'
import { fieldMessages, type FieldMessages } from '../records/field-messages.ts'
import { checkLeader, checkTechnicalLeader, type Team } from './project-checks.ts'
import type { Project, StaffChange, StaffChangeFields, StaffRole } from './project.ts'

export type StaffChangeMessages = FieldMessages<keyof StaffChangeFields>
type Staffed = Pick<Project, 'technicalLeaderId' | 'projectLeaderId' | 'memberIds' | 'plannedFrom'>

export function normaliseStaffChange(fields: StaffChangeFields): StaffChangeFields {
  return { ...fields, reason: normaliseLine(fields.reason) }
}

/** Who holds the role now; of members all. */
export function holders(project: Staffed, role: StaffRole): string[] {
  switch (role) {
    case 'technical-leader':
      return [project.technicalLeaderId]
    case 'project-leader':
      return [project.projectLeaderId]
    case 'member':
      return project.memberIds
  }
}

/** `today` in China. The one who comes must be fit for the role on the day of the change. */
export function checkStaffChange(
  fields: StaffChangeFields,
  project: Staffed,
  team: Team,
  today: string,
): StaffChangeMessages {
  return fieldMessages({
    role: null,
    fromId: checkFrom(fields, project),
    toId: checkTo(fields, project, team),
    on: checkDay(fields.on, project, today),
    reason: fields.reason === '' ? '请填写更换原因' : checkLength('更换原因', fields.reason, 2, 200),
    documentSha256: null,
  })
}

function checkFrom({ role, fromId, toId }: StaffChangeFields, project: Staffed): string | null {
  if (fromId === null) {
    if (role !== 'member') return '请选择原人员'
    return toId === null ? '请选择原人员或新人员' : null
  }
  return holders(project, role).includes(fromId) ? null : '所选原人员已不在这个岗位，请按现在的人员重新选择'
}

function checkTo({ role, fromId, toId, on }: StaffChangeFields, project: Staffed, team: Team): string | null {
  if (role === 'member') {
    if (toId === null) return null
    if (project.memberIds.includes(toId)) return '所选人员已在参与人员中，请重新选择'
    const own =
      team.operatorIds.includes(toId) ||
      team.engineers.some(({ id, state }) => id === toId && state === 'normal')
    return own ? null : '新人员应从本机构人员中选择'
  }
  if (toId === null) return '请选择新人员'
  if (toId === fromId) return '新人员与原人员相同，请重新选择'
  return role === 'technical-leader'
    ? checkTechnicalLeader(toId, team, on)
    : checkLeader('项目负责人', toId, team, on)
}

function checkDay(on: string, { plannedFrom }: Staffed, today: string): string | null {
  if (on === '') return '请填写更换日期'
  if (!isCalendarDay(on)) return '更换日期应为存在的日期，写作 YYYY-MM-DD'
  if (on < plannedFrom) return `更换日期不能早于计划开始日期 ${plannedFrom}`
  return on > today ? `更换日期不能晚于今天 ${today}` : null
}

/** The project with the new person in place of the old one, and the change in its history; the same change twice changes nothing more. */
export function withStaffChange<Body extends Project>(project: Body, change: StaffChange): Body {
  const changes = project.staffChanges ?? []
  if (changes.some(({ id }) => id === change.id)) return project
  return { ...project, ...staffAfter(project, change), staffChanges: [...changes, change] }
}

function staffAfter(project: Staffed, { role, fromId, toId }: StaffChange): Partial<Staffed> {
  switch (role) {
    case 'technical-leader':
      return { technicalLeaderId: toId ?? project.technicalLeaderId }
    case 'project-leader':
      return { projectLeaderId: toId ?? project.projectLeaderId }
    case 'member': {
      const stay = project.memberIds.filter((id) => id !== fromId)
      return { memberIds: toId === null ? stay : [...stay, toId] }
    }
  }
}
