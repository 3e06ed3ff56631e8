import { checkLength, normaliseLine } from '../organisation/registration-checks.ts'
import type { Engineer } from '../people/engineer.ts'
import { isCalendarDay } from '../records/calendar.ts'
import type { FieldMessages } from '../records/field-messages.ts'
import { fieldMessages } from '../records/field-messages.ts'
import { isCompleteRegion } from '../regions/regions.ts'
import type { Conclusion, ProjectFields } from './project.ts'

/** An engineer of the organisation with the record's id. */
export type TeamEngineer = Pick<Engineer, 'level' | 'state' | 'validUntil'> & { id: string }

/** The people whom a project may name: engineers also when they left, so that the message can say so; operators that are not removed. */
export interface Team {
  engineers: readonly TeamEngineer[]
  operatorIds: readonly string[]
}

export type ProjectMessages = FieldMessages<keyof ProjectFields>
export type ConclusionFields = Omit<Conclusion, 'enteredAt'>
export type ConclusionMessages = FieldMessages<keyof ConclusionFields>

const ITEMS_MAX = 500

export function normaliseProject<Input extends ProjectFields>(fields: Input): Input {
  const named = (items: ProjectFields['buildings']) =>
    items.map((item) => ({ ...item, name: normaliseLine(item.name) }))
  return {
    ...fields,
    contractNumber: normaliseLine(fields.contractNumber),
    contractName: normaliseLine(fields.contractName),
    clientName: normaliseLine(fields.clientName),
    address: normaliseLine(fields.address),
    memberIds: [...new Set(fields.memberIds)],
    buildings: named(fields.buildings),
    systems: named(fields.systems),
  }
}

/** A project before the work starts; `on` is the day on which an engineer's registration has to be valid. */
export function checkProject(fields: ProjectFields, team: Team, on: string): ProjectMessages {
  return fieldMessages({
    contractNumber: required('合同编号', fields.contractNumber, 1, 60),
    contractName: required('合同名称', fields.contractName, 2, 100),
    clientName: required('服务对象名称', fields.clientName, 2, 100),
    regionCodes: isCompleteRegion(fields.regionCodes) ? null : '请把项目所在区域选到区、县一级',
    address: required('项目地址', fields.address, 2, 100),
    type: null,
    technicalLeaderId: checkTechnicalLeader(fields.technicalLeaderId, team, on),
    projectLeaderId: checkLeader('项目负责人', fields.projectLeaderId, team, on),
    memberIds: checkMembers(fields.memberIds, team),
    plannedFrom: checkDay('计划开始日期', fields.plannedFrom),
    plannedTo: checkDay('计划结束日期', fields.plannedTo) ?? checkOrder(fields),
    buildings: checkItems('建筑', fields.buildings),
    systems: checkItems('设施系统', fields.systems),
  })
}

/** 结论性文件: both signers are the organisation's own (Order 7 Art. 12–14). Whether the PDF is there is checked where its bytes are. */
export function checkConclusion(
  fields: ConclusionFields,
  project: Pick<ProjectFields, 'plannedFrom'>,
  team: Team,
  on: string,
): ConclusionMessages {
  return fieldMessages({
    number: required('结论性文件编号', fields.number, 1, 60),
    finishedOn: checkDay('完成日期', fields.finishedOn) ?? checkFinish(fields.finishedOn, project, on),
    documentSha256: null,
    technicalLeaderId: checkTechnicalLeader(fields.technicalLeaderId, team, fields.finishedOn),
    projectLeaderId: checkLeader('项目负责人', fields.projectLeaderId, team, fields.finishedOn),
  })
}

function required(name: string, text: string, atLeast: number, atMost: number): string | null {
  return text === '' ? `请填写${name}` : checkLength(name, text, atLeast, atMost)
}

function checkDay(name: string, day: string): string | null {
  if (day === '') return `请填写${name}`
  return isCalendarDay(day) ? null : `${name}应为存在的日期，写作 YYYY-MM-DD`
}

function checkOrder({ plannedFrom, plannedTo }: ProjectFields): string | null {
  return plannedTo >= plannedFrom ? null : `计划结束日期不能早于计划开始日期 ${plannedFrom}`
}

function checkFinish(finishedOn: string, { plannedFrom }: Pick<ProjectFields, 'plannedFrom'>, on: string) {
  if (finishedOn > on) return `完成日期不能晚于今天 ${on}`
  return finishedOn < plannedFrom ? `完成日期不能早于计划开始日期 ${plannedFrom}` : null
}

export function checkLeader(role: string, id: string, { engineers }: Team, on: string): string | null {
  if (id === '') return `请选择${role}`
  const engineer = engineers.find((candidate) => candidate.id === id)
  if (!engineer) return `${role}应从本机构的注册消防工程师中选择`
  if (engineer.state !== 'normal') return `所选${role}已离开本机构，请重新选择`
  return engineer.validUntil < on
    ? `所选${role}的注册有效期至 ${engineer.validUntil}，已过期，请重新选择`
    : null
}

export function checkTechnicalLeader(id: string, team: Team, on: string): string | null {
  const message = checkLeader('技术负责人', id, team, on)
  if (message) return message
  return team.engineers.find((engineer) => engineer.id === id)?.level === 'first'
    ? null
    : '技术负责人应为一级注册消防工程师，所选人员为二级，请重新选择'
}

function checkMembers(ids: readonly string[], { engineers, operatorIds }: Team): string | null {
  const own = new Set([
    ...operatorIds,
    ...engineers.filter(({ state }) => state === 'normal').map(({ id }) => id),
  ])
  return ids.every((id) => own.has(id)) ? null : '参与人员中有人不在本机构，请重新选择'
}

function checkItems(name: string, items: ProjectFields['buildings']): string | null {
  if (items.length > ITEMS_MAX) return `${name}最多 ${ITEMS_MAX} 项，现在是 ${items.length} 项`
  if (items.some((item) => item.name === '')) return `请填写每一项${name}的名称，或删除空白项`
  if (items.some(({ name }) => name.length > 60 && Array.from(name).length > 60))
    return `${name}名称最长 60 个字`
  return new Set(items.map((item) => item.name)).size === items.length
    ? null
    : `${name}名称有重复，请删除重复项`
}
