import type { Transaction } from 'kysely'
import type { Mutation, MutationResult } from '../../domain/sync/sync-contract.ts'
import type { Tables } from '../database/tables.ts'
import type { OpenBatch } from '../records/feeds.ts'
import { keepAnswers, readKnownContent, type FreshAnswer, type KnownContent } from './answer-repository.ts'
import { applyMutation, type ApplyContext, type HandlersByVersion } from './apply-mutation.ts'
import type { ClientRow } from './client-repository.ts'

/** A mutation with what it says as a hash. */
export interface Sent {
  mutation: Mutation
  hash: string
}

export interface FreshContext {
  db: Transaction<Tables>
  openBatch: OpenBatch
  handlers: HandlersByVersion
  caller: { accountId: string; organisationId: string }
  client: ClientRow
  now: Date
  report: (mutation: string, error: unknown) => void
}

/** Results in order, up to the first mutation that failed for no foreseen reason. */
export async function applyFresh(
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
  return mutation.origin && known.isPurged(origin) ? longAgo(seq, baseRev) : null
}

/** For a number that was answered and whose answer was purged. */
export function longAgo(seq: number, rev: number): MutationResult {
  return {
    seq,
    status: 'rejected',
    rev,
    message: '这项操作很久以前已经送达服务器，处理结果已不再保存；请核对现在的内容，如有缺少请重新提交',
  }
}
