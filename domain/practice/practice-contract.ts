import { z } from 'zod'
import { view } from '../records/view.ts'
import { Conclusion, Project, ProjectFields, StaffChangeFields } from './project.ts'

export const ProjectView = view(Project)
export type ProjectView = z.infer<typeof ProjectView>

export const practiceAgentMethods = {
  listProjects: { input: z.void(), output: z.array(ProjectView) },
  /** Adds (no id) or changes a project, offline too. */
  saveProject: {
    input: z.object({ projectId: z.string().nullable(), fields: ProjectFields }),
    output: ProjectView,
  },
  /** 更换人员, offline too; the project names the new person from then on. */
  changeStaff: {
    input: z.object({ projectId: z.string(), change: StaffChangeFields }),
    output: ProjectView,
  },
  /** 结论性文件: ends the project. */
  concludeProject: {
    input: z.object({ projectId: z.string(), conclusion: Conclusion.omit({ enteredAt: true }) }),
    output: ProjectView,
  },
}
