import { z } from 'zod'
import { type SavedTemplate, TemplateFields } from '../../domain/labels/design/saved-template.ts'
import { RecordId } from '../../domain/records/instants.ts'
import type { Mutation } from '../../domain/sync/sync-contract.ts'
import { mergeFields } from '../records/merge-fields.ts'
import {
  type MutationContext,
  mutationHandler,
  type MutationHandler,
  type MutationOutcome,
} from '../records/mutation-handler.ts'
import { rejected } from '../records/rejection.ts'

const ChangedFields = TemplateFields.partial()
const Nothing = z.object({})

/** Label templates 标签模板: what two workstations did to different elements of one template goes together. */
export function createTemplateMutations(): MutationHandler[] {
  return [
    mutationHandler({
      name: 'template.save',
      version: 1,
      args: ChangedFields,
      fieldsOf: 'label-template',
      apply: save,
    }),
    mutationHandler({
      name: 'template.remove',
      version: 1,
      args: Nothing,
      apply: (context, mutation) => setRemoved(context, mutation, true),
    }),
    mutationHandler({
      name: 'template.restore',
      version: 1,
      args: Nothing,
      apply: (context, mutation) => setRemoved(context, mutation, false),
    }),
  ]
}

async function save(
  context: MutationContext,
  mutation: Mutation,
  set: z.infer<typeof ChangedFields>,
): Promise<MutationOutcome> {
  const current = await context.records.get('label-template', mutation.recordId)
  if (!current) return add(context, mutation.recordId, set)
  const { body: merged, status, conflicts } = mergeFields(current, mutation, set)
  const fields = TemplateFields.safeParse(merged)
  if (!fields.success) {
    return rejected('两台工作站同时修改了这个标签模板，合到一起不再成立，请打开模板核对后重新保存')
  }
  const body: SavedTemplate = { ...current.body, ...fields.data, revision: current.body.revision + 1 }
  const { rev } = await context.records.put('label-template', current.id, body, 'template.save')
  return { status, rev, ...(conflicts.length > 0 && { conflicts }) }
}

async function add(
  context: MutationContext,
  recordId: string,
  set: z.infer<typeof ChangedFields>,
): Promise<MutationOutcome> {
  const fields = TemplateFields.safeParse(set)
  if (!fields.success) return rejected('标签模板不完整，请打开模板核对后重新保存')
  if (!RecordId.safeParse(recordId).success)
    return rejected('记录编号无法识别，请更新客户端后重新保存标签模板')
  const body: SavedTemplate = {
    ...fields.data,
    revision: 1,
    createdAt: context.now.toISOString(),
    removedAt: null,
  }
  const { rev } = await context.records.put('label-template', recordId, body, 'template.save')
  return { status: 'applied', rev }
}

/** Not a tombstone: labels printed by the template name it still. */
async function setRemoved(
  context: MutationContext,
  { recordId }: Mutation,
  isRemoved: boolean,
): Promise<MutationOutcome> {
  const current = await context.records.get('label-template', recordId)
  if (!current) return rejected('服务器上没有这个标签模板，请刷新列表后重试')
  if ((current.body.removedAt !== null) === isRemoved) return { status: 'applied', rev: current.rev }
  const body = { ...current.body, removedAt: isRemoved ? context.now.toISOString() : null }
  const cause = isRemoved ? 'template.remove' : 'template.restore'
  const { rev } = await context.records.put('label-template', recordId, body, cause)
  return { status: 'applied', rev }
}
