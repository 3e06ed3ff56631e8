import type { ProjectView } from '../../../domain/practice/practice-contract.ts'
import type { ProjectType } from '../../../domain/practice/project.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'
import { projectStage, type ProjectStage } from '../../shared/practice/project-stage.ts'

export interface ProjectFilter {
  text: string
  stage: ProjectStage | null
  type?: ProjectType | null
  leaderId?: string | null
  /** Unfinished projects that are to end within so many days, or should have ended. */
  dueWithinDays?: number | null
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Searches contract number, contract name, client and address. */
export function filterProjects(
  projects: readonly ProjectView[],
  { text, stage, type = null, leaderId = null, dueWithinDays = null }: ProjectFilter,
  today: string = chinaDay(),
): ProjectView[] {
  const wanted = text.trim().toUpperCase()
  const dueUntil = dueWithinDays === null ? null : daysAfter(today, dueWithinDays)
  return projects.filter(
    (project) =>
      (stage === null || projectStage(project, today) === stage) &&
      (type === null || project.type === type) &&
      (leaderId === null || project.projectLeaderId === leaderId) &&
      (dueUntil === null || (project.conclusion === null && project.plannedTo <= dueUntil)) &&
      [project.contractNumber, project.contractName, project.clientName, project.address].some((value) =>
        value.toUpperCase().includes(wanted),
      ),
  )
}

/** What has to be finished first stands first; what is finished stands at the end, the latest first. */
export function byDueDate(projects: readonly ProjectView[]): ProjectView[] {
  return projects.toSorted((one, other) => {
    const [oneEnd, otherEnd] = [one.conclusion?.finishedOn, other.conclusion?.finishedOn]
    if (oneEnd !== undefined && otherEnd !== undefined) return otherEnd.localeCompare(oneEnd)
    if (oneEnd !== undefined || otherEnd !== undefined) return oneEnd === undefined ? -1 : 1
    return one.plannedTo.localeCompare(other.plannedTo)
  })
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}
