import type { Kysely } from 'kysely'
import type { PullResponse } from '../../domain/sync/sync-contract.ts'
import type { Tables } from '../database/tables.ts'

/**
 * One page of an organisation's feed behind `cursor`. Change numbers are taken under the organisation's lock, so no number below an answered cursor can
 * appear later. A record that changed again stands only at its newest place.
 */
export async function pull(
  db: Kysely<Tables>,
  epoch: string,
  request: { organisationId: string; cursor: number; limit: number },
): Promise<PullResponse> {
  const { organisationId, cursor, limit } = request
  const rows = await db
    .selectFrom('record')
    .select(['type', 'id', 'rev', 'change_seq', 'deleted', 'body'])
    .where('organisation_id', '=', organisationId)
    .where('change_seq', '>', cursor)
    .orderBy('change_seq')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  return {
    epoch,
    cursor: page.at(-1)?.change_seq ?? cursor,
    more: rows.length > limit,
    changes: page.map((row) => ({
      type: row.type,
      id: row.id,
      rev: row.rev,
      changeSeq: row.change_seq,
      // Safe: the record store writes bodies as JSON objects.
      body: row.deleted === 1 ? null : (JSON.parse(row.body) as Record<string, unknown>),
    })),
  }
}

/** The feed's newest change number. */
export async function readHead(db: Kysely<Tables>, organisationId: string): Promise<number> {
  const row = await db
    .selectFrom('organisation')
    .select('change_seq')
    .where('id', '=', organisationId)
    .executeTakeFirst()
  return row?.change_seq ?? 0
}
