import { randomUUID } from 'node:crypto'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import type { practiceAgentMethods } from '../../../domain/practice/practice-contract.ts'
import {
  checkConclusion,
  checkProject,
  normaliseProject,
  type Team,
} from '../../../domain/practice/project-checks.ts'
import {
  isFinished,
  type Project,
  type ProjectFields,
  STAFF_ROLE_LABELS,
  type StaffChange,
} from '../../../domain/practice/project.ts'
import {
  checkStaffChange,
  normaliseStaffChange,
  withStaffChange,
} from '../../../domain/practice/staff-change.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'
import { toView } from '../storage/record-view.ts'
import type { CurrentWorkspace, LocalRecord, Workspace } from '../storage/workspace.ts'

export interface PracticeServiceDeps {
  workspace: CurrentWorkspace
  /** Whether this file was taken in as a conclusion on this workstation. */
  hasDocument: (sha256: string) => boolean
  now: () => Date
}

/** Projects 执业项目, entered and concluded offline as well; the server repeats every check. */
export function createPracticeService(
  deps: PracticeServiceDeps,
): CapabilityHandlers<typeof practiceAgentMethods> {
  const { workspace, now } = deps
  const today = () => chinaDay(now().getTime())
  return {
    listProjects: () =>
      workspace()
        .list('project')
        .map(toView)
        .sort((one, other) => other.createdAt.localeCompare(one.createdAt)),
    saveProject: ({ projectId, fields: typed }) => {
      const own = workspace()
      const current = projectId === null ? null : find(own, projectId)
      if (current && isFinished(current.body)) {
        throw new FailureError('not-allowed', { message: '项目已结束并归档，不能再修改' })
      }
      const fields = normaliseProject(typed)
      checkFields(own, current, fields, today())
      const body: Project = {
        ...current?.body,
        ...fields,
        createdAt: current?.body.createdAt ?? now().toISOString(),
        conclusion: null,
      }
      return save(own, body, projectId, fields)
    },
    changeStaff: ({ projectId, change: typed }) => {
      const own = workspace()
      const current = find(own, projectId)
      if (isFinished(current.body)) {
        throw new FailureError('not-allowed', { message: '项目已结束并归档，不能再更换人员' })
      }
      const fields = normaliseStaffChange(typed)
      const comes = fields.toId ?? ''
      const named = { technicalLeaderId: comes, projectLeaderId: comes, memberIds: [comes] }
      const { documentSha256 } = fields
      refuseProblems(
        withPrefix('change', {
          ...checkStaffChange(fields, current.body, teamOf(own, named), today()),
          ...(documentSha256 !== null && {
            documentSha256: deps.hasDocument(documentSha256) ? null : '请重新选择附件（PDF）',
          }),
        }),
      )
      const change: StaffChange = { ...fields, id: randomUUID(), enteredAt: now().toISOString() }
      const changed = own.change('project', withStaffChange(current.body, change), {
        name: 'project.change-staff',
        version: 1,
        recordId: projectId,
        title: `更换${STAFF_ROLE_LABELS[fields.role]}`,
        set: { change },
        blobs: documentSha256 === null ? [] : [documentSha256],
      })
      return toView(changed ?? current)
    },
    concludeProject: ({ projectId, conclusion }) => {
      const own = workspace()
      const current = find(own, projectId)
      if (isFinished(current.body)) {
        throw new FailureError('conflict', { message: '项目已结束，结论性文件已归档，不能再更换' })
      }
      const messages = checkConclusion(conclusion, current.body, teamOf(own, conclusion), today())
      const documentSha256 = deps.hasDocument(conclusion.documentSha256) ? null : '请上传结论性文件（PDF）'
      refuseProblems(withPrefix('conclusion', { ...messages, documentSha256 }))
      const changed = own.change(
        'project',
        { ...current.body, conclusion: { ...conclusion, enteredAt: now().toISOString() } },
        {
          name: 'project.conclude',
          version: 1,
          recordId: projectId,
          title: '录入结论性文件',
          set: conclusion,
          blobs: [conclusion.documentSha256],
        },
      )
      return toView(changed ?? current)
    },
  }
}

function save(own: Workspace, body: Project, projectId: string | null, fields: ProjectFields) {
  const saved = own.change('project', body, {
    name: 'project.save',
    version: 1,
    recordId: projectId ?? randomUUID(),
    title: projectId === null ? '添加执业项目' : '修改执业项目',
    set: fields,
    fieldwise: true,
  })
  if (!saved) throw new Error('a project that was just saved is missing')
  return toView(saved)
}

function find(own: Workspace, projectId: string): LocalRecord<'project'> {
  const project = own.get('project', projectId)
  if (!project) throw new FailureError('not-found', { message: '没有这个项目，请刷新列表后重试' })
  return project
}

const PEOPLE_FIELDS = ['technicalLeaderId', 'projectLeaderId', 'memberIds'] as const

/** People are checked again only where they were changed: somebody who left since must not keep the address from being mended. */
function checkFields(
  own: Workspace,
  current: LocalRecord<'project'> | null,
  fields: ProjectFields,
  on: string,
): void {
  const messages: Record<string, string | null> = { ...checkProject(fields, teamOf(own, fields), on) }
  for (const field of PEOPLE_FIELDS) {
    if (current && String(current.body[field]) === String(fields[field])) messages[field] = null
  }
  const sameNumber = own
    .having('project.contractNumber', fields.contractNumber)
    .some(({ id }) => id !== current?.id)
  if (sameNumber) messages['contractNumber'] ??= `合同编号“${fields.contractNumber}”已录入过项目，请核对`
  refuseProblems(withPrefix('fields', messages))
}

function withPrefix(prefix: string, messages: Record<string, string | null>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(messages).map(([field, message]) => [`${prefix}.${field}`, message]),
  )
}

/** Only whom it names: an organisation may have thousands. */
function teamOf(own: Workspace, named: Named): Team {
  const ids = new Set([named.technicalLeaderId, named.projectLeaderId, ...(named.memberIds ?? [])])
  return {
    engineers: [...ids].flatMap((id) => {
      const engineer = own.get('engineer', id)
      return engineer ? [{ id, ...engineer.body }] : []
    }),
    operatorIds: (named.memberIds ?? []).filter((id) => own.get('operator', id)?.body.removedAt === null),
  }
}

type Named = Pick<ProjectFields, 'technicalLeaderId' | 'projectLeaderId'> &
  Partial<Pick<ProjectFields, 'memberIds'>>
