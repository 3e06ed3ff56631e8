import { z } from 'zod'
import {
  checkConclusion,
  checkProject,
  type ConclusionFields,
  normaliseProject,
  type Team,
} from '../../domain/practice/project-checks.ts'
import {
  Conclusion,
  isFinished,
  type Project,
  ProjectFields,
  StaffChange,
} from '../../domain/practice/project.ts'
import {
  checkStaffChange,
  normaliseStaffChange,
  withStaffChange,
} from '../../domain/practice/staff-change.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import { RecordId } from '../../domain/records/instants.ts'
import type { Mutation } from '../../domain/sync/sync-contract.ts'
import { mergeFields } from '../records/merge-fields.ts'
import {
  type MutationContext,
  mutationHandler,
  type MutationHandler,
  type MutationOutcome,
  type StoredRecord,
} from '../records/mutation-handler.ts'
import { rejected, rejectedFields } from '../records/rejection.ts'

const ChangedFields = ProjectFields.partial()
type ChangedFields = z.infer<typeof ChangedFields>
const PEOPLE_FIELDS: readonly string[] = ['technicalLeaderId', 'projectLeaderId', 'memberIds']
const ConclusionArgs = Conclusion.omit({ enteredAt: true })
const StaffArgs = z.object({ change: StaffChange })

/** Projects of the organisation 执业项目: entered before the work, concluded after it, and never deleted (Order 7 Art. 15). */
export function createProjectMutations(): MutationHandler[] {
  return [
    mutationHandler({
      name: 'project.save',
      version: 1,
      args: ChangedFields,
      fieldsOf: 'project',
      apply: save,
    }),
    mutationHandler({ name: 'project.conclude', version: 1, args: ConclusionArgs, apply: conclude }),
    mutationHandler({ name: 'project.change-staff', version: 1, args: StaffArgs, apply: changeStaff }),
  ]
}

async function save(
  context: MutationContext,
  mutation: Mutation,
  set: ChangedFields,
): Promise<MutationOutcome> {
  const current = await context.records.get('project', mutation.recordId)
  if (current) return change(context, current, mutation, set)
  const parsed = ProjectFields.safeParse(set)
  if (!parsed.success) return rejected('项目信息不完整，请补齐带 * 的内容后重新保存')
  if (!RecordId.safeParse(mutation.recordId).success)
    return rejected('记录编号无法识别，请更新客户端后重新录入')
  const fields = normaliseProject(parsed.data)
  const refusal = rejectedFields(
    checkProject(fields, await teamOf(context, fields.memberIds), chinaDay(context.now.getTime())),
  )
  if (refusal) return refusal
  const body: Project = { ...fields, createdAt: context.now.toISOString(), conclusion: null }
  const { rev } = await context.records.put('project', mutation.recordId, body, 'project.save')
  return { status: 'applied', rev }
}

/** People are checked again only where they were changed: somebody who left since must not keep the address from being mended. */
async function change(
  context: MutationContext,
  current: StoredRecord<'project'>,
  mutation: Mutation,
  set: ChangedFields,
): Promise<MutationOutcome> {
  if (isFinished(current.body)) return rejected('项目已结束并归档，不能再修改')
  const { body: merged, status, conflicts } = mergeFields(current, mutation, set)
  const fields = normaliseProject(ProjectFields.parse(merged))
  const messages = Object.entries(
    checkProject(fields, await teamOf(context, fields.memberIds), chinaDay(context.now.getTime())),
  )
  const ofUnchangedPeople = PEOPLE_FIELDS.filter((field) => !(field in set))
  const refusal = rejectedFields(
    Object.fromEntries(messages.filter(([field]) => !ofUnchangedPeople.includes(field))),
  )
  if (refusal) return refusal
  const { rev } = await context.records.put(
    'project',
    current.id,
    { ...current.body, ...fields },
    'project.save',
  )
  return { status, rev, ...(conflicts.length > 0 && { conflicts }) }
}

async function conclude(
  context: MutationContext,
  { recordId }: Mutation,
  fields: ConclusionFields,
): Promise<MutationOutcome> {
  const current = await context.records.get('project', recordId)
  if (!current) return rejected('服务器上没有这个项目，请刷新列表后重试')
  const { conclusion } = current.body
  if (conclusion) {
    const isSame = conclusion.documentSha256 === fields.documentSha256 && conclusion.number === fields.number
    return isSame
      ? { status: 'applied', rev: current.rev }
      : rejected('项目已结束，结论性文件已归档，不能再更换')
  }
  const team = await teamOf(context, [])
  const refusal =
    rejectedFields(checkConclusion(fields, current.body, team, chinaDay(context.now.getTime()))) ??
    (await refuseMissingDocument(context, fields.documentSha256))
  if (refusal) return refusal
  const body: Project = { ...current.body, conclusion: { ...fields, enteredAt: context.now.toISOString() } }
  const { rev } = await context.records.put('project', recordId, body, 'project.conclude')
  return { status: 'applied', rev }
}

/** Names who goes: where another workstation has exchanged the same person meanwhile, this one is told instead of undoing it. */
async function changeStaff(
  context: MutationContext,
  { recordId }: Mutation,
  { change }: z.infer<typeof StaffArgs>,
): Promise<MutationOutcome> {
  const current = await context.records.get('project', recordId)
  if (!current) return rejected('服务器上没有这个项目，请刷新列表后重试')
  if (isFinished(current.body)) return rejected('项目已结束并归档，不能再更换人员')
  if (current.body.staffChanges?.some(({ id }) => id === change.id))
    return { status: 'applied', rev: current.rev }
  const fields = normaliseStaffChange(change)
  const today = chinaDay(context.now.getTime())
  const team = await teamOf(context, fields.toId === null ? [] : [fields.toId])
  const refusal =
    rejectedFields(checkStaffChange(fields, current.body, team, today)) ??
    (fields.documentSha256 === null ? null : await refuseMissingDocument(context, fields.documentSha256))
  if (refusal) return refusal
  const entered = { ...change, ...fields, enteredAt: context.now.toISOString() }
  const body = withStaffChange(current.body, entered)
  const { rev } = await context.records.put('project', recordId, body, 'project.change-staff')
  return { status: 'applied', rev }
}

async function refuseMissingDocument(
  { db, organisationId }: MutationContext,
  sha256: string,
): Promise<MutationOutcome | null> {
  const row = await db
    .selectFrom('blob')
    .select('media_type')
    .where('organisation_id', '=', organisationId)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (!row) return rejected('结论性文件尚未上传完成，请等待上传完成后重新提交')
  return row.media_type === 'application/pdf' ? null : rejected('结论性文件应为 PDF 文件，请重新选择')
}

/** Of the operators only those that `ids` names: there may be many, and projects come by the hundred. */
async function teamOf({ records }: MutationContext, ids: readonly string[]): Promise<Team> {
  const engineers = (await records.list('engineer')).map(({ id, body }) => ({ id, ...body }))
  const operatorIds: string[] = []
  for (const id of new Set(ids)) {
    if (engineers.some((engineer) => engineer.id === id)) continue
    const operator = await records.get('operator', id)
    if (operator && !operator.deleted && operator.body.removedAt === null) operatorIds.push(id)
  }
  return { engineers, operatorIds }
}
