import type { Kysely, Transaction } from 'kysely'
import { inTransaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** A workstation not seen for so long reads the whole feed anew when it returns. */
const LIVE_MS = 90 * DAY_MS
const ANSWERS_KEPT_MS = 180 * DAY_MS

/**
 * Removes tombstones that nobody needs: older than 90 days, and taken by every workstation that is live (seen within 90 days, not revoked). A workstation that was away
 * longer finds itself behind the horizon, which is raised in the same transaction, under the feed's lock.
 */
export async function purgeTombstones(db: Kysely<Tables>, now: Date): Promise<void> {
  const before = new Date(now.getTime() - LIVE_MS).toISOString()
  const feeds = await db
    .selectFrom('record')
    .select('organisation_id')
    .distinct()
    .where('deleted', '=', 1)
    .where('deleted_at', '<', before)
    .execute()
  for (const { organisation_id } of feeds)
    await inTransaction(db, (trx) => purgeFeed(trx, organisation_id, before))
}

async function purgeFeed(db: Transaction<Tables>, organisationId: string, before: string): Promise<void> {
  const { change_seq: head } = await db
    .updateTable('organisation')
    .set((row) => ({ change_seq: row.ref('change_seq') }))
    .where('id', '=', organisationId)
    .returning('change_seq')
    .executeTakeFirstOrThrow()
  const { lowest } = await db
    .selectFrom('client')
    .select((row) => row.fn.min<number | null>('acked_cursor').as('lowest'))
    .where('organisation_id', '=', organisationId)
    .where('revoked_at', 'is', null)
    .where((row) => row.fn.coalesce('last_seen_at', 'created_at'), '>=', before)
    .executeTakeFirstOrThrow()
  const purged = await db
    .deleteFrom('record')
    .where('organisation_id', '=', organisationId)
    .where('deleted', '=', 1)
    .where('deleted_at', '<', before)
    .where('change_seq', '<=', lowest ?? head)
    .returning('change_seq')
    .execute()
  if (purged.length === 0) return
  const highest = Math.max(...purged.map(({ change_seq }) => change_seq))
  await db
    .updateTable('organisation')
    .set({ horizon_seq: highest })
    .where('id', '=', organisationId)
    .where('horizon_seq', '<', highest)
    .execute()
}

/** Removes answers older than 180 days that are on the workstation's own disk: it never asks for them again. */
export async function purgeAnswers(db: Kysely<Tables>, now: Date): Promise<void> {
  const before = new Date(now.getTime() - ANSWERS_KEPT_MS).toISOString()
  for (const table of ['applied', 'passed_on'] as const) {
    await db
      .deleteFrom(table)
      .where('applied_at', '<', before)
      .where((row) =>
        row.exists(
          row
            .selectFrom('client')
            .select('client.id')
            .whereRef('client.id', '=', `${table}.client_id`)
            .whereRef('client.acked_seq', '>=', `${table}.seq`),
        ),
      )
      .execute()
  }
}
