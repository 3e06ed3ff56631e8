import { z } from 'zod'
import { Day, Instant, Sha256 } from '../records/instants.ts'

export const ProjectType = z.enum(['maintenance', 'inspection', 'assessment'])
export type ProjectType = z.infer<typeof ProjectType>
export const PROJECT_TYPE_LABELS: Record<ProjectType, string> = {
  maintenance: '维护保养',
  inspection: '检测',
  assessment: '安全评估',
}

const NamedItem = z.object({ id: z.string(), name: z.string() })

/** 结论性文件, entered after the work (Order 7 Art. 12–14): its number, date, both signers and the PDF. */
export const Conclusion = z.object({
  number: z.string(),
  finishedOn: Day,
  documentSha256: Sha256,
  technicalLeaderId: z.string(),
  projectLeaderId: z.string(),
  enteredAt: Instant,
})
export type Conclusion = z.infer<typeof Conclusion>

/** What the handler types before the work starts. `buildings` and `systems` are what labels are printed for. */
export const ProjectFields = z.object({
  contractNumber: z.string(),
  contractName: z.string(),
  clientName: z.string(), // 服务对象名称
  regionCodes: z.array(z.string()),
  address: z.string(),
  type: ProjectType,
  technicalLeaderId: z.string(),
  projectLeaderId: z.string(),
  memberIds: z.array(z.string()),
  plannedFrom: Day,
  plannedTo: Day,
  buildings: z.array(NamedItem),
  systems: z.array(NamedItem),
})
export type ProjectFields = z.infer<typeof ProjectFields>

export const StaffRole = z.enum(['technical-leader', 'project-leader', 'member'])
export type StaffRole = z.infer<typeof StaffRole>
export const STAFF_ROLE_LABELS: Record<StaffRole, string> = {
  'technical-leader': '技术负责人',
  'project-leader': '项目负责人',
  member: '参与人员',
}

/** 更换人员: who went, who came, from which day on and why. Of members either may be missing: somebody came to the team, or left it. */
export const StaffChangeFields = z.object({
  role: StaffRole,
  fromId: z.string().nullable(),
  toId: z.string().nullable(),
  on: Day,
  reason: z.string(),
  documentSha256: Sha256.nullable(),
})
export type StaffChangeFields = z.infer<typeof StaffChangeFields>
export const StaffChange = StaffChangeFields.extend({ id: z.string(), enteredAt: Instant })
export type StaffChange = z.infer<typeof StaffChange>

export const Project = ProjectFields.extend({
  createdAt: Instant,
  conclusion: Conclusion.nullable(),
  /** Oldest first; absent where nobody was ever exchanged. */
  staffChanges: z.array(StaffChange).optional(),
})
export type Project = z.infer<typeof Project>

/** The manual's two states 正在进行 and 已结束. */
export function isFinished(project: Pick<Project, 'conclusion'>): boolean {
  return project.conclusion !== null
}
