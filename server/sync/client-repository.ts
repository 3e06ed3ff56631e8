import type { Kysely, Selectable } from 'kysely'
import type { PushRequest } from '../../domain/sync/sync-contract.ts'
import type { Tables } from '../database/tables.ts'

export type ClientRow = Selectable<Tables['client']>

/** Being seen is written at most this often. */
export const SEEN_EVERY_MS = 5 * 60 * 1000

/** The workstation's row, made at its first push, and locked until the transaction ends: a push sent twice at once takes turns. */
export async function lockClient(
  db: Kysely<Tables>,
  given: Pick<ClientRow, 'id' | 'organisation_id' | 'account_id' | 'created_at'>,
): Promise<ClientRow> {
  return db
    .insertInto('client')
    .values({ ...given, last_seq: 0, acked_cursor: 0, revoked_at: null })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({ last_seq: row.ref('client.last_seq') })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

/**
 * How far the workstation has come, and what it tells of itself. A name that the organisation gave it stands: its own is taken only while it has none.
 * What it has acknowledged never goes back.
 */
export async function noteClient(
  db: Kysely<Tables>,
  client: ClientRow,
  lastSeq: number,
  request: Pick<PushRequest, 'ackedCursor' | 'ackedSeq' | 'workstation'>,
  now: Date,
): Promise<void> {
  const wasSeen = client.last_seen_at !== null && isRecent(client.last_seen_at, now)
  const next = {
    last_seq: lastSeq,
    acked_cursor: Math.max(client.acked_cursor, request.ackedCursor),
    acked_seq: Math.max(client.acked_seq, Math.min(request.ackedSeq ?? 0, lastSeq)),
    name: client.name ?? (request.workstation?.name.trim() || null),
    app_version: request.workstation?.appVersion ?? client.app_version,
    last_seen_at: wasSeen ? client.last_seen_at : now.toISOString(),
  }
  // Safe: the keys of `next` are columns of the client's row.
  const isNews = (Object.keys(next) as (keyof typeof next)[]).some(
    (column) => next[column] !== client[column],
  )
  if (isNews) await db.updateTable('client').set(next).where('id', '=', client.id).execute()
}

/** A pull is a sign of life too. Answers the workstation's row; null where it never pushed for this organisation. */
export async function seeClient(
  db: Kysely<Tables>,
  organisationId: string,
  clientId: string,
  now: Date,
): Promise<ClientRow | null> {
  const client = await db
    .selectFrom('client')
    .selectAll()
    .where('id', '=', clientId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  if (!client) return null
  if (client.revoked_at === null && !(client.last_seen_at && isRecent(client.last_seen_at, now))) {
    await db
      .updateTable('client')
      .set({ last_seen_at: now.toISOString() })
      .where('id', '=', clientId)
      .execute()
  }
  return client
}

function isRecent(instant: string, now: Date): boolean {
  return Math.abs(now.getTime() - Date.parse(instant)) < SEEN_EVERY_MS
}
