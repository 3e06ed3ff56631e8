import { z } from 'zod'
import { sexOf } from '../../domain/identifiers/citizen-id.ts'
import { checkOperator, checkOperatorAmong, normaliseOperator } from '../../domain/people/operator-checks.ts'
import { type Operator, OperatorFields } from '../../domain/people/operator.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import { RecordId } from '../../domain/records/instants.ts'
import type { Mutation } from '../../domain/sync/sync-contract.ts'
import type { RecordKey } from '../records/key-index.ts'
import { mergeFields } from '../records/merge-fields.ts'
import {
  type AfterChange,
  type MutationContext,
  mutationHandler,
  type MutationHandler,
  type MutationOutcome,
  type StoredRecord,
} from '../records/mutation-handler.ts'
import { rejected, rejectedFields } from '../records/rejection.ts'
import type { OperatorListings } from './operator-listings.ts'

/** Changed fields only, so that changes to different fields of one record merge. */
const ChangedFields = OperatorFields.partial()
type ChangedFields = z.infer<typeof ChangedFields>

interface Dependencies {
  listings: OperatorListings
  afterChange: AfterChange
}

const NOT_FOUND = '服务器上没有这名操作员，请刷新列表后重试'

export function createOperatorMutations(dependencies: Dependencies): MutationHandler[] {
  return [
    mutationHandler({
      name: 'operator.save',
      version: 1,
      args: ChangedFields,
      fieldsOf: 'operator',
      apply: (context, mutation, set) => save(dependencies, context, mutation, set),
    }),
    mutationHandler({
      name: 'operator.remove',
      version: 1,
      args: z.object({}),
      apply: (context, mutation) => remove(dependencies, context, mutation),
    }),
    mutationHandler({
      name: 'operator.restore',
      version: 1,
      args: z.object({}),
      apply: (context, mutation) => restore(dependencies, context, mutation),
    }),
  ]
}

async function save(
  dependencies: Dependencies,
  context: MutationContext,
  mutation: Mutation,
  set: ChangedFields,
): Promise<MutationOutcome> {
  const current = await context.records.get('operator', mutation.recordId)
  if (current) return change(dependencies, context, current, mutation, set)
  const fields = OperatorFields.safeParse(set)
  if (!fields.success)
    return rejected('操作员信息不完整，请补齐姓名、手机号码、身份证号、证书编号和职业资格等级')
  if (!RecordId.safeParse(mutation.recordId).success)
    return rejected('记录编号无法识别，请更新客户端后重新录入')
  return store(dependencies, context, mutation.recordId, fields.data, { status: 'applied', conflicts: [] })
}

async function change(
  dependencies: Dependencies,
  context: MutationContext,
  current: StoredRecord<'operator'>,
  mutation: Mutation,
  set: ChangedFields,
): Promise<MutationOutcome> {
  if (current.body.removedAt !== null) {
    return { status: 'conflict', rev: current.rev, conflicts: Object.keys(set) }
  }
  const { body, status, conflicts } = mergeFields(current, mutation, set)
  return store(dependencies, context, current.id, OperatorFields.parse(body), { status, conflicts })
}

async function store(
  { listings, afterChange }: Dependencies,
  context: MutationContext,
  recordId: string,
  typed: OperatorFields,
  merge: { status: 'applied' | 'merged' | 'conflict'; conflicts: string[] },
): Promise<MutationOutcome> {
  const fields = normaliseOperator(typed)
  const refusal = await refusalOf(context, recordId, fields)
  if (refusal) return refusal
  const listedElsewhere = await listings.list(context, recordId, fields.idNumber)
  const body: Operator = { ...fields, sex: sexOf(fields.idNumber), listedElsewhere, removedAt: null }
  const { rev } = await context.records.put('operator', recordId, body, 'operator.save')
  await afterChange(context, 'people-changed')
  return { status: merge.status, rev, ...(merge.conflicts.length > 0 && { conflicts: merge.conflicts }) }
}

async function refusalOf(
  context: MutationContext,
  recordId: string,
  fields: OperatorFields,
): Promise<MutationOutcome | null> {
  const others = await othersLike(context, recordId, fields)
  const on = chinaDay(context.now.getTime())
  return rejectedFields({ ...checkOperator(fields, on), ...checkOperatorAmong(fields, others) })
}

/** Operators that stand in the list are found by their person and by their certificate. */
const STANDING_OPERATOR: RecordKey = {
  name: 'standing operator',
  type: 'operator',
  valuesOf: ({ removedAt, idNumber, certificateNumber }) =>
    removedAt === null ? [`person ${String(idNumber)}`, `certificate ${String(certificateNumber)}`] : [],
}

async function othersLike(
  { records }: MutationContext,
  recordId: string,
  { idNumber, certificateNumber }: OperatorFields,
): Promise<Operator[]> {
  const ids = [
    ...(await records.idsWith(STANDING_OPERATOR, `person ${idNumber}`)),
    ...(await records.idsWith(STANDING_OPERATOR, `certificate ${certificateNumber}`)),
  ]
  const others: Operator[] = []
  for (const id of new Set(ids)) {
    const other = id === recordId ? null : await records.get('operator', id)
    if (other) others.push(other.body)
  }
  return others
}

/** Nothing is deleted: removal is a state with its time, the account stands in `version` (Order 7 Art. 15). */
async function remove(
  { listings, afterChange }: Dependencies,
  context: MutationContext,
  { recordId }: Mutation,
): Promise<MutationOutcome> {
  const current = await context.records.get('operator', recordId)
  if (!current) return rejected(NOT_FOUND)
  if (current.body.removedAt !== null) return { status: 'applied', rev: current.rev }
  await listings.unlist(context, recordId)
  const body: Operator = { ...current.body, listedElsewhere: false, removedAt: context.now.toISOString() }
  const { rev } = await context.records.put('operator', recordId, body, 'operator.remove')
  await afterChange(context, 'people-changed')
  return { status: 'applied', rev }
}

async function restore(
  dependencies: Dependencies,
  context: MutationContext,
  { recordId }: Mutation,
): Promise<MutationOutcome> {
  const current = await context.records.get('operator', recordId)
  if (!current) return rejected(NOT_FOUND)
  if (current.body.removedAt === null) return { status: 'applied', rev: current.rev }
  return store(dependencies, context, recordId, OperatorFields.parse(current.body), {
    status: 'applied',
    conflicts: [],
  })
}
