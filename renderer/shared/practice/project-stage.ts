import { isFinished, type Project } from '../../../domain/practice/project.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'

export type ProjectStage = 'running' | 'overdue' | 'finished'

/** `overdue`: the planned last day is over and the conclusion is not entered yet. The last day itself still counts. */
export function projectStage(
  project: Pick<Project, 'conclusion' | 'plannedTo'>,
  today: string = chinaDay(),
): ProjectStage {
  if (isFinished(project)) return 'finished'
  return project.plannedTo < today ? 'overdue' : 'running'
}
