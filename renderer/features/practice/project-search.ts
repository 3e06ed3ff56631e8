import type { ProjectView } from '../../../domain/practice/practice-contract.ts'
import { projectStage, type ProjectStage } from '../../shared/practice/project-stage.ts'

export interface ProjectFilter {
  text: string
  stage: ProjectStage | null
}

/** Searches contract number, contract name, client and address. */
export function filterProjects(
  projects: readonly ProjectView[],
  { text, stage }: ProjectFilter,
  today?: string,
): ProjectView[] {
  const wanted = text.trim().toUpperCase()
  return projects.filter(
    (project) =>
      (stage === null || projectStage(project, today) === stage) &&
      [project.contractNumber, project.contractName, project.clientName, project.address].some((value) =>
        value.toUpperCase().includes(wanted),
      ),
  )
}
