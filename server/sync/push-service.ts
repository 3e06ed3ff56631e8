import { createHash } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import type {
  Mutation,
  MutationResult,
  PushRefusal,
  PushRequest,
  PushResponse,
} from '../../domain/sync/sync-contract.ts'
import { isDeadlock } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import { canonicalJson } from '../records/canonical-json.ts'
import type { Feeds } from '../records/feeds.ts'
import type { MutationContext, MutationHandler, MutationOutcome } from '../records/mutation-handler.ts'
import { advanceClient, keepApplied, lockClient, readApplied, type ClientRow } from './client-repository.ts'

/** Clients that write older record bodies than this are asked to update; saving goes on there all the same. */
const RECORD_SCHEMA_MIN = 1

export interface PushDependencies {
  feeds: Feeds
  mutations: readonly MutationHandler[]
  epoch: string
  now: () => Date
  report: (mutation: string, error: unknown) => void
}

export type PushAnswer =
  | { kind: 'response'; response: PushResponse }
  | { kind: 'refusal'; refusal: PushRefusal }
  /** A mutation failed for no foreseen reason: what stood before it is committed, it and the rest are to be sent again. */
  | { kind: 'failed' }

export type Push = (
  caller: { accountId: string; organisationId: string },
  request: PushRequest,
) => Promise<PushAnswer>

/**
 * Applies a workstation's mutations in its own order, each exactly once: effects, result and sequence are committed together. One sent again is
 * answered with its stored result. (Replicache's push, with results instead of errors for what is refused.)
 */
export function createPush(dependencies: PushDependencies): Push {
  const handlers = new Map(
    dependencies.mutations.map((handler) => [`${handler.name}@${handler.version}`, handler]),
  )
  return (caller, request) =>
    dependencies.feeds.transaction(async (db, openFeed) => {
      const { epoch, now } = dependencies
      const client = await lockClient(db, {
        id: request.clientId,
        organisation_id: caller.organisationId,
        account_id: caller.accountId,
        created_at: now().toISOString(),
      })
      const isForeign =
        client.organisation_id !== caller.organisationId || client.account_id !== caller.accountId
      if (isForeign || client.revoked_at !== null) {
        throw new FailureError('not-allowed', {
          message: '这台工作站已停用或属于其他账号，请导出数据后重新登录',
        })
      }
      const refused = refusalOf(epoch, client, request)
      if (refused) return { kind: 'refusal', refusal: refused }

      const hashes = new Map(request.mutations.map((mutation) => [mutation.seq, hashOf(mutation)]))
      const known = await readApplied(db, client.id, request.mutations[0]?.seq ?? 1, client.last_seq)
      const results: MutationResult[] = []
      for (const { seq } of request.mutations.filter((mutation) => mutation.seq <= client.last_seq)) {
        const before = known.get(seq)
        if (before?.hash !== hashes.get(seq)) {
          return {
            kind: 'refusal',
            refusal: { refusal: 'sequence-mismatch', expected: client.last_seq + 1, epoch },
          }
        }
        if (before) results.push(before.result)
      }

      let current: Mutation | null = null
      const fresh = request.mutations.filter((mutation) => mutation.seq > client.last_seq)
      const records = await openFeed(caller.organisationId, () => ({
        accountId: caller.accountId,
        clientId: client.id,
        seq: current?.seq ?? null,
        clientTime: current?.clientTime ?? null,
      }))
      let lastSeq = client.last_seq
      for (const mutation of fresh) {
        current = mutation
        const context: MutationContext = { db, records, ...caller, clientId: client.id, now: now() }
        const outcome = await applyOne(handlers, context, mutation, dependencies.report)
        if (outcome === 'failed') break
        const result = toResult(mutation, outcome)
        await keepApplied(
          db,
          client.id,
          { hash: hashes.get(mutation.seq) ?? '', result },
          now().toISOString(),
        )
        lastSeq = mutation.seq
        results.push(result)
      }
      await advanceClient(db, client.id, lastSeq, Math.max(client.acked_cursor, request.ackedCursor))
      if (results.length < request.mutations.length) return { kind: 'failed' }
      return { kind: 'response', response: { epoch, lastSeq, results } }
    })
}

/** Why nothing of this push may be applied, or null. */
function refusalOf(epoch: string, client: ClientRow, request: PushRequest): PushRefusal | null {
  const expected = client.last_seq + 1
  if (request.recordSchema < RECORD_SCHEMA_MIN) return { refusal: 'client-too-old', expected, epoch }
  if (request.epoch !== null && request.epoch !== epoch) return { refusal: 'epoch', expected, epoch }
  const [first] = request.mutations
  const contiguous = request.mutations.every(({ seq }, index) => seq === (first?.seq ?? 0) + index)
  if (!contiguous || (first && first.seq > expected)) return { refusal: 'gap', expected, epoch }
  return null
}

async function applyOne(
  handlers: ReadonlyMap<string, MutationHandler>,
  context: MutationContext,
  mutation: Mutation,
  report: PushDependencies['report'],
): Promise<MutationOutcome | 'failed'> {
  const handler = handlers.get(`${mutation.name}@${mutation.version}`)
  if (!handler) {
    return { status: 'rejected', message: '服务器还不认识这项操作，内容已保留在本机；服务器升级后请重新提交' }
  }
  const args = handler.args.safeParse(mutation.set)
  if (!args.success) {
    const problems = args.error.issues.map(({ path, message }) => `${path.join('.')}：${message}`)
    return { status: 'rejected', message: `提交的内容不符合要求，请核对后重新提交（${problems.join('；')}）` }
  }
  await sql`savepoint mutation`.execute(context.db)
  try {
    const outcome = await handler.apply(context, mutation, args.data)
    if (outcome.status === 'rejected') await rollBack(context.db)
    await sql`release savepoint mutation`.execute(context.db)
    return outcome
  } catch (error) {
    // The whole push is tried again then.
    if (isDeadlock(error)) throw error
    report(mutation.name, error)
    await rollBack(context.db)
    return 'failed'
  }
}

async function rollBack(db: Transaction<Tables>): Promise<void> {
  await sql`rollback to savepoint mutation`.execute(db)
}

function toResult(mutation: Mutation, outcome: MutationOutcome): MutationResult {
  const { seq, baseRev } = mutation
  if (outcome.status === 'rejected')
    return { seq, status: 'rejected', rev: baseRev, message: outcome.message }
  const { status, rev, conflicts } = outcome
  return { seq, status, rev, ...(conflicts && conflicts.length > 0 ? { conflicts } : {}) }
}

function hashOf(mutation: Mutation): string {
  return createHash('sha256').update(canonicalJson(mutation)).digest('hex')
}
