import type { Transaction } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import type {
  Mutation,
  MutationResult,
  PushRefusal,
  PushRequest,
  PushResponse,
} from '../../domain/sync/sync-contract.ts'
import type { Tables } from '../database/tables.ts'
import type { Feeds, OpenBatch } from '../records/feeds.ts'
import type { MutationHandler } from '../records/mutation-handler.ts'
import {
  keepAnswers,
  readAnswers,
  readKnownContent,
  type Answer,
  type FreshAnswer,
  type KnownContent,
} from './answer-repository.ts'
import { applyMutation, byVersion, type ApplyContext, type HandlersByVersion } from './apply-mutation.ts'
import { lockClient, noteClient, type ClientRow } from './client-repository.ts'
import { hashContent } from './mutation-hash.ts'
import { refusalOf } from './push-refusal.ts'

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

interface Caller {
  accountId: string
  organisationId: string
}
export type Push = (caller: Caller, request: PushRequest) => Promise<PushAnswer>

/** A mutation with what it says as a hash. */
interface Sent {
  mutation: Mutation
  hash: string
}

const LONG_AGO: Pick<MutationResult, 'status' | 'message'> = {
  status: 'rejected',
  message: '这项操作很久以前已经送达服务器，处理结果已不再保存；请核对现在的内容，如有缺少请重新提交',
}

/**
 * Applies a workstation's mutations in its own order; effects, results and sequence are committed together. (Replicache's push, with results instead of errors for what
 * is refused.) Content takes effect once: it is known by where it was sent from first (client, number) and by its hash.
 *
 * - A number up to the workstation's last one is answered with its stored result. Other content under it refuses the push: the disk was cloned or restored. Where the
 *   result was purged it is rejected, so that the content is parked there and nothing stands still.
 * - A fresh number is answered with the stored result where its content is known: from its origin's own push, or because another workstation brought it before. Otherwise
 *   it is applied, and the result is kept under its own number and, where it has one, under its origin.
 */
export function createPush(dependencies: PushDependencies): Push {
  const handlers = byVersion(dependencies.mutations)
  return (caller, request) =>
    dependencies.feeds.transaction(async (db, _openFeed, openBatch) => {
      const { epoch } = dependencies
      const now = dependencies.now()
      const client = await lockOwnClient(db, caller, request.clientId, now)
      const refused = refusalOf(epoch, client, request)
      if (refused) return { kind: 'refusal', refusal: refused }

      const sent = request.mutations.map((mutation) => ({ mutation, hash: hashContent(mutation) }))
      const replayed = sent.filter(({ mutation }) => mutation.seq <= client.last_seq)
      const known = await readAnswers(db, client.id, sent[0]?.mutation.seq ?? 1, client.last_seq)
      const mismatch = replayed.find(({ mutation: { seq }, hash }) => (known.get(seq)?.hash ?? hash) !== hash)
      if (mismatch) {
        return {
          kind: 'refusal',
          refusal: {
            refusal: 'sequence-mismatch',
            mismatchFrom: mismatch.mutation.seq,
            expected: client.last_seq + 1,
            epoch,
          },
        }
      }

      const fresh = await applyFresh(
        { db, openBatch, handlers, caller, client, now, report: dependencies.report },
        sent.slice(replayed.length),
      )
      const results = [
        ...replayed.map(({ mutation: { seq, baseRev } }) => storedResult(known.get(seq), seq, baseRev)),
        ...fresh,
      ]
      const lastSeq = client.last_seq + fresh.length
      await noteClient(db, client, lastSeq, request, now)
      if (results.length < sent.length) return { kind: 'failed' }
      return { kind: 'response', response: { epoch, lastSeq, results } }
    })
}

async function lockOwnClient(
  db: Transaction<Tables>,
  { accountId, organisationId }: Caller,
  clientId: string,
  now: Date,
): Promise<ClientRow> {
  const client = await lockClient(db, {
    id: clientId,
    organisation_id: organisationId,
    account_id: accountId,
    created_at: now.toISOString(),
  })
  if (client.organisation_id !== organisationId || client.account_id !== accountId)
    throw new FailureError('not-allowed', { message: '这台工作站属于其他账号，请导出数据后重新登录' })
  refuseRevoked(client)
  return client
}

/** Throws `workstation-revoked`. */
export function refuseRevoked(client: Pick<ClientRow, 'revoked_at'> | null): void {
  if (!client || client.revoked_at === null) return
  throw new FailureError('workstation-revoked', {
    message: '这台工作站已被本机构停用；未同步的内容仍在本机，可以导出后在其他工作站导入',
  })
}

interface FreshContext {
  db: Transaction<Tables>
  openBatch: OpenBatch
  handlers: HandlersByVersion
  caller: Caller
  client: ClientRow
  now: Date
  report: PushDependencies['report']
}

/** Results in order, up to the first mutation that failed for no foreseen reason. */
async function applyFresh(
  { db, openBatch, handlers, caller, client, now, report }: FreshContext,
  sent: readonly Sent[],
): Promise<MutationResult[]> {
  if (sent.length === 0) return []
  let current: Mutation | null = null
  const batch = await openBatch(
    caller.organisationId,
    () => ({
      accountId: caller.accountId,
      clientId: client.id,
      seq: current?.seq ?? null,
      clientTime: current?.clientTime ?? null,
    }),
    sent.map(({ mutation }) => mutation.recordId),
  )
  // Read under the feed's lock: another workstation that brings the same content waits there.
  const known = await readKnownContent(
    db,
    caller.organisationId,
    sent.map(({ mutation }) => originOf(client, mutation)),
  )
  const context: ApplyContext = { db, batch, ...caller, clientId: client.id, now, report }
  const answers: FreshAnswer[] = []
  for (const { mutation, hash } of sent) {
    current = mutation
    const result =
      knownResult(known, client, mutation, hash) ?? (await applyMutation(handlers, context, mutation))
    if (!result) break
    known.add(originOf(client, mutation), hash, result)
    answers.push({ hash, result, origin: mutation.origin ?? null })
  }
  await keepAnswers(
    db,
    { organisationId: caller.organisationId, clientId: client.id, at: now.toISOString() },
    answers,
  )
  return answers.map(({ result }) => result)
}

function originOf(client: ClientRow, { seq, origin }: Mutation) {
  return origin ?? { clientId: client.id, seq }
}

function knownResult(
  known: KnownContent,
  client: ClientRow,
  mutation: Mutation,
  hash: string,
): MutationResult | null {
  const { seq, baseRev } = mutation
  const origin = originOf(client, mutation)
  const result = known.find(origin, hash)
  if (result) return { ...result, seq }
  return mutation.origin && known.isPurged(origin) ? { seq, rev: baseRev, ...LONG_AGO } : null
}

function storedResult(answer: Answer | undefined, seq: number, baseRev: number): MutationResult {
  return answer?.result ?? { seq, rev: baseRev, ...LONG_AGO }
}
