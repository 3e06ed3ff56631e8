import { z } from 'zod'
import { parseLabelLink } from '../../domain/labels/label-code.ts'
import { LabelPrint, withPrint } from '../../domain/labels/label-print.ts'
import { Label } from '../../domain/labels/label.ts'
import { parseLabelSerial } from '../../domain/labels/label-serial.ts'
import { RecordId } from '../../domain/records/instants.ts'
import type { Mutation } from '../../domain/sync/sync-contract.ts'
import {
  type MutationContext,
  mutationHandler,
  type MutationHandler,
  type MutationOutcome,
} from '../records/mutation-handler.ts'
import { rejected } from '../records/rejection.ts'
import { findLabelKey, isSignedBy } from './label-keys.ts'

/** A label may already hang on a wall when the server first hears of it. */
const IssuedLabel = Label.extend({
  prints: Label.shape.prints.default([]),
  withdrawn: Label.shape.withdrawn.default(null),
})
type IssuedLabel = z.infer<typeof IssuedLabel>

const NOT_FOUND = '服务器上没有这张标签，请等待标签同步后重试'

export function createLabelMutations(): MutationHandler[] {
  return [
    mutationHandler({ name: 'label.issue', version: 1, args: IssuedLabel, apply: issue }),
    mutationHandler({ name: 'label.record-print', version: 1, args: LabelPrint, apply: recordPrint }),
    mutationHandler({
      name: 'label.withdraw',
      version: 1,
      args: z.object({ reason: z.string().trim().max(200) }),
      apply: (context, mutation, { reason }) => withdraw(context, mutation, reason),
    }),
  ]
}

/** Taken as printed, once it is sure that this organisation's own workstation signed exactly this. */
async function issue(
  context: MutationContext,
  { recordId }: Mutation,
  label: IssuedLabel,
): Promise<MutationOutcome> {
  const existing = await context.records.get('label', recordId)
  if (existing) {
    return existing.body.payload === label.payload
      ? { status: 'applied', rev: existing.rev }
      : rejected('这张标签已登记为其他内容，请作废后重新打印')
  }
  if (!RecordId.safeParse(recordId).success) return rejected('记录编号无法识别，请更新客户端后重新打印')
  const refusal = (await refuseSignature(context, label)) ?? (await refuseProject(context, label))
  if (refusal) return refusal
  const taken = await context.db
    .insertInto('label')
    .values({
      serial: label.serial,
      organisation_id: context.organisationId,
      record_id: recordId,
      key_id: label.keyId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('serial')
    .executeTakeFirst()
  if (!taken) return rejected(`标签编号 ${label.serial} 已登记过，请作废这张标签后重新打印`)
  const { rev } = await context.records.put('label', recordId, label, 'label.issue')
  return { status: 'applied', rev }
}

async function refuseSignature(
  { db, organisationId }: MutationContext,
  label: IssuedLabel,
): Promise<MutationOutcome | null> {
  const code = parseLabelLink(`https://label/l/${label.payload}.${label.signature}`)
  const key = code && (await findLabelKey(db, code.fields.keyId))
  if (!code || key?.organisation_id !== organisationId || key.revoked_at !== null) {
    return rejected('标签不是用本机构登记的密钥签发的，请作废后重新打印')
  }
  const { keyId, serial, maintainedOn, nextDueOn } = code.fields
  const isWhatItSays =
    keyId === label.keyId &&
    serial === label.serial &&
    maintainedOn === label.maintainedOn &&
    nextDueOn === label.nextDueOn
  if (!isWhatItSays || !isSignedBy(key, code.payload, code.signature)) {
    return rejected('标签的签名与内容不一致，请作废后重新打印')
  }
  return parseLabelSerial(serial)?.prefix === key.serial_prefix
    ? null
    : rejected(`标签编号 ${serial} 不属于这台工作站，请作废后重新打印`)
}

async function refuseProject(
  { records }: MutationContext,
  label: IssuedLabel,
): Promise<MutationOutcome | null> {
  if (!(await records.get('project', label.projectId))) {
    return rejected('标签所属的项目没有登记成功，请先处理项目，再作废并重新打印标签')
  }
  return label.nextDueOn !== '' && label.nextDueOn < label.maintainedOn
    ? rejected(`下次维保日期 ${label.nextDueOn} 早于维保日期 ${label.maintainedOn}，请作废后重新打印`)
    : null
}

/** Counted and logged; the same print told again, now with a better outcome, takes the place of the first telling. */
async function recordPrint(
  context: MutationContext,
  { recordId }: Mutation,
  print: LabelPrint,
): Promise<MutationOutcome> {
  const current = await context.records.get('label', recordId)
  if (!current) return rejected(NOT_FOUND)
  const body: Label = { ...current.body, prints: withPrint(current.body.prints, print) }
  const { rev } = await context.records.put('label', recordId, body, 'label.record-print')
  return { status: 'applied', rev }
}

async function withdraw(
  context: MutationContext,
  { recordId }: Mutation,
  reason: string,
): Promise<MutationOutcome> {
  const current = await context.records.get('label', recordId)
  if (!current) return rejected(NOT_FOUND)
  if (current.body.withdrawn) return { status: 'applied', rev: current.rev }
  if (reason === '') return rejected('请填写作废原因')
  const body: Label = { ...current.body, withdrawn: { at: context.now.toISOString(), reason } }
  const { rev } = await context.records.put('label', recordId, body, 'label.withdraw')
  return { status: 'applied', rev }
}
