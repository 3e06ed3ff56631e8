import type { Kysely, Selectable } from 'kysely'
import type { MutationResult } from '../../domain/sync/sync-contract.ts'
import type { Tables } from '../database/tables.ts'

export type ClientRow = Selectable<Tables['client']>
export interface AppliedMutation {
  hash: string
  result: MutationResult
}

/** The workstation's row, made at its first push, and locked until the transaction ends: a push sent twice at once takes turns. */
export async function lockClient(
  db: Kysely<Tables>,
  given: Pick<ClientRow, 'id' | 'organisation_id' | 'account_id' | 'created_at'>,
): Promise<ClientRow> {
  await db
    .insertInto('client')
    .values({ ...given, last_seq: 0, acked_cursor: 0, revoked_at: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  return db
    .updateTable('client')
    .set((row) => ({ last_seq: row.ref('last_seq') }))
    .where('id', '=', given.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function advanceClient(
  db: Kysely<Tables>,
  id: string,
  lastSeq: number,
  ackedCursor: number,
): Promise<void> {
  await db
    .updateTable('client')
    .set({ last_seq: lastSeq, acked_cursor: ackedCursor })
    .where('id', '=', id)
    .execute()
}

/** What became of mutations that were applied before, by their numbers. */
export async function readApplied(
  db: Kysely<Tables>,
  clientId: string,
  fromSeq: number,
  toSeq: number,
): Promise<Map<number, AppliedMutation>> {
  const rows = await db
    .selectFrom('applied')
    .select(['seq', 'hash', 'result'])
    .where('client_id', '=', clientId)
    .where('seq', '>=', fromSeq)
    .where('seq', '<=', toSeq)
    .execute()
  return new Map(
    // Safe: only `keepApplied` writes results.
    rows.map((row) => [row.seq, { hash: row.hash, result: JSON.parse(row.result) as MutationResult }]),
  )
}

export async function keepApplied(
  db: Kysely<Tables>,
  clientId: string,
  { hash, result }: AppliedMutation,
  appliedAt: string,
): Promise<void> {
  await db
    .insertInto('applied')
    .values({
      client_id: clientId,
      seq: result.seq,
      hash,
      result: JSON.stringify(result),
      applied_at: appliedAt,
    })
    .execute()
}
