import type { Transaction } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import type {
  MutationResult,
  PushRefusal,
  PushRequest,
  PushResponse,
} from '../../domain/sync/sync-contract.ts'
import type { Tables } from '../database/tables.ts'
import type { Feeds } from '../records/feeds.ts'
import type { MutationHandler } from '../records/mutation-handler.ts'
import { readAnswers, type Answer } from './answer-repository.ts'
import { applyFresh, longAgo } from './apply-fresh.ts'
import { byVersion } from './apply-mutation.ts'
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
      // Even who was shut out is told of a restore: what this server lost is unsent there again, and only so can it be exported.
      if (refused?.refusal !== 'epoch') refuseRevoked(client)
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
  return client
}

/** Throws `workstation-revoked`. */
export function refuseRevoked(client: Pick<ClientRow, 'revoked_at'> | null): void {
  if (!client || client.revoked_at === null) return
  throw new FailureError('workstation-revoked', {
    message: '这台工作站已被本机构停用；未同步的内容仍在本机，可以导出后在其他工作站导入',
  })
}

function storedResult(answer: Answer | undefined, seq: number, baseRev: number): MutationResult {
  return answer?.result ?? longAgo(seq, baseRev)
}
