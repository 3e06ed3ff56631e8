import type { Kysely } from 'kysely'
import type { PullResponse, RecordChange } from '../../domain/sync/sync-contract.ts'
import type { Tables } from '../database/tables.ts'

export interface PullRequest {
  organisationId: string
  cursor: number
  limit: number
  /** The head at which a reading of the whole feed began. */
  snapshot?: number | undefined
}

/**
 * One page of an organisation's feed behind `cursor`, a `PullResponse` as JSON text: bodies go out as they are stored, without being read. Change numbers are taken under
 * the organisation's lock, so no number below an answered cursor can appear later. A record that changed again stands only at its newest place.
 */
export async function pull(db: Kysely<Tables>, epoch: string, request: PullRequest): Promise<string> {
  const { organisationId, cursor, limit } = request
  const rows = await db
    .selectFrom('record')
    .select(['type', 'id', 'rev', 'change_seq', 'deleted', 'body'])
    .where('organisation_id', '=', organisationId)
    .where('change_seq', '>', cursor)
    .orderBy('change_seq')
    .limit(limit + 1)
    .execute()
  // Read after the rows: tombstones that were purged before them are known to be gone then.
  const { head, horizon } = await readFeed(db, organisationId)
  if (isBehind(request, horizon))
    return JSON.stringify({
      epoch,
      cursor,
      more: false,
      changes: [],
      head,
      reset: { head },
    } satisfies PullResponse)
  const page = rows.slice(0, limit)
  const changes = page.map(({ type, id, rev, change_seq, deleted, body }) => {
    const change: Omit<RecordChange, 'body'> = { type, id, rev, changeSeq: change_seq }
    return `${JSON.stringify(change).slice(0, -1)},"body":${deleted === 1 ? 'null' : body}}`
  })
  const more = rows.length > limit
  const last = page.at(-1)?.change_seq ?? cursor
  const place: Omit<PullResponse, 'changes'> = {
    epoch,
    // Where the newest changes of all were purged tombstones, whoever has read to the end stands behind the horizon, not before it: else he would be sent back to the
    // start for ever. A change made meanwhile is younger than any tombstone that was old enough to be purged.
    cursor: more ? last : Math.max(last, horizon),
    more,
    head,
  }
  return `${JSON.stringify(place).slice(0, -1)},"changes":[${changes.join(',')}]}`
}

/** The feed's newest change number. */
export async function readHead(db: Kysely<Tables>, organisationId: string): Promise<number> {
  return (await readFeed(db, organisationId)).head
}

async function readFeed(db: Kysely<Tables>, organisationId: string) {
  const row = await db
    .selectFrom('organisation')
    .select(['change_seq', 'horizon_seq'])
    .where('id', '=', organisationId)
    .executeTakeFirst()
  return { head: row?.change_seq ?? 0, horizon: row?.horizon_seq ?? 0 }
}

/** Tombstones that this reader has not seen are gone. Who reads the whole feed anew needs none of those that were gone when it began. */
function isBehind({ cursor, snapshot }: PullRequest, horizon: number): boolean {
  return cursor > 0 && cursor < horizon && (snapshot === undefined || snapshot < horizon)
}
