import type { Transaction } from 'kysely'
import { RECORD_SCHEMAS } from '../../domain/records/records.ts'
import type { Mutation, MutationResult } from '../../domain/sync/sync-contract.ts'
import { isDeadlock } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import type { MutationHandler, MutationOutcome } from '../records/mutation-handler.ts'
import type { RecordBatch } from '../records/record-batch.ts'
import { rejected } from '../records/rejection.ts'
import { createMutationRecords, RecordDeleted } from './mutation-records.ts'
import { createSavepoint } from './savepoint.ts'

export interface ApplyContext {
  db: Transaction<Tables>
  batch: RecordBatch
  organisationId: string
  accountId: string
  clientId: string
  now: Date
  report: (mutation: string, error: unknown) => void
}

export type HandlersByVersion = ReadonlyMap<string, MutationHandler>

/** By name and version: a version stays as long as installers that send it are supported. */
export function byVersion(handlers: readonly MutationHandler[]): HandlersByVersion {
  return new Map(handlers.map((handler) => [`${handler.name}@${handler.version}`, handler]))
}

/** Null where the mutation failed for no foreseen reason; nothing of it is left then. */
export async function applyMutation(
  handlers: HandlersByVersion,
  context: ApplyContext,
  mutation: Mutation,
): Promise<MutationResult | null> {
  const outcome = await outcomeOf(handlers, context, mutation)
  if (!outcome) return null
  const { seq, baseRev } = mutation
  if (outcome.status === 'rejected')
    return { seq, status: 'rejected', rev: baseRev, message: outcome.message }
  const { status, rev, conflicts } = outcome
  return { seq, status, rev, ...(conflicts && conflicts.length > 0 ? { conflicts } : {}) }
}

async function outcomeOf(
  handlers: HandlersByVersion,
  context: ApplyContext,
  mutation: Mutation,
): Promise<MutationOutcome | null> {
  const handler = handlers.get(`${mutation.name}@${mutation.version}`)
  if (!handler) return rejected('服务器还不认识这项操作，内容已保留在本机；服务器升级后请重新提交')
  const args = handler.args.safeParse(mutation.set)
  if (!args.success) {
    const problems = args.error.issues.map(({ path, message }) => `${path.join('.')}：${message}`)
    return rejected(`提交的内容不符合要求，请核对后重新提交（${problems.join('；')}）`)
  }
  return tryMutation(handler, context, mutation, args.data)
}

async function tryMutation(
  handler: MutationHandler,
  context: ApplyContext,
  mutation: Mutation,
  args: unknown,
): Promise<MutationOutcome | null> {
  const { batch, organisationId, accountId, clientId, now } = context
  const savepoint = createSavepoint(context.db)
  const mark = batch.mark()
  const undo = async () => {
    batch.rollBackTo(mark)
    await savepoint.undo()
  }
  const { records, conflicts } = createMutationRecords(
    organisationId,
    batch,
    mutation,
    newFieldsOf(handler, mutation),
  )
  try {
    const outcome = await handler.apply(
      {
        get db() {
          return savepoint.db
        },
        records,
        organisationId,
        accountId,
        clientId,
        now,
      },
      mutation,
      args,
    )
    if (outcome.status === 'rejected') await undo()
    else await savepoint.keep()
    return withConflicts(outcome, conflicts)
  } catch (error) {
    // The whole push is tried again then.
    if (isDeadlock(error)) throw error
    await undo()
    if (error instanceof RecordDeleted) return ofDeleted(mutation, error.rev)
    context.report(mutation.name, error)
    return null
  }
}

/** Fields that a newer workstation sends and this server's schema does not have. */
function newFieldsOf({ fieldsOf: type }: MutationHandler, { set }: Mutation) {
  if (!type) return null
  const fields = Object.entries(set).filter(([field]) => !(field in RECORD_SCHEMAS[type].shape))
  return fields.length > 0 ? { type, fields: Object.fromEntries(fields) } : null
}

function withConflicts(outcome: MutationOutcome, more: readonly string[]): MutationOutcome {
  if (outcome.status === 'rejected' || more.length === 0) return outcome
  return { ...outcome, status: 'conflict', conflicts: [...(outcome.conflicts ?? []), ...more] }
}

/** Deleted against edited: the deletion stands, the workstation keeps what was typed for somebody to decide. */
function ofDeleted({ set }: Mutation, rev: number): MutationOutcome {
  const conflicts = Object.keys(set)
  return conflicts.length > 0
    ? { status: 'conflict', rev, conflicts }
    : rejected('这条记录已在服务器上删除，请刷新后核对')
}
