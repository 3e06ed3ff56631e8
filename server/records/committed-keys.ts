import { sql, type Transaction } from 'kysely'
import type { RecordType } from '../../domain/records/records.ts'
import type { Tables } from '../database/tables.ts'
import { createKeyIndex, type KeyIndex, type RecordKey } from './key-index.ts'
import { readLiving, type FeedPlace } from './record-rows.ts'
import { entryOf, fieldsOf, type StoredEntry } from './stored-entry.ts'

/** All organisations together; what was asked for longest ago is forgotten first. */
const RECORDS_KEPT = 200_000

/**
 * Which living records of an organisation have which key, as they stand in the tables at `place`. Kept between pushes and brought up to date by what the feed has said since,
 * so that it costs as much as was changed, not as much as there is. To be asked under the feed's lock, before the transaction itself has written to the feed.
 */
export type CommittedKeys = (
  db: Transaction<Tables>,
  organisationId: string,
  key: RecordKey,
  place: FeedPlace,
) => Promise<Pick<KeyIndex, 'find'>>

export function createCommittedKeys(): CommittedKeys {
  const kept = new Map<string, { at: number; index: KeyIndex }>()

  function forgetOldest(): void {
    let records = 0
    for (const [name, { index }] of [...kept].reverse()) {
      records += index.size()
      if (records > RECORDS_KEPT) kept.delete(name)
    }
  }

  return async (db, organisationId, key, { head, horizon }) => {
    const name = `${organisationId}\n${key.name}`
    const before = kept.get(name)
    kept.delete(name)
    // Behind the horizon a deletion may have gone unseen; ahead of the head the tables were put back.
    const usable = before && before.at >= horizon && before.at <= head ? before : null
    const index = usable?.index ?? createKeyIndex()
    const entries = !usable
      ? await readLiving(db, organisationId, key.type)
      : usable.at === head
        ? []
        : await readChangedSince(db, organisationId, key.type, usable.at)
    for (const entry of entries) index.put(entry.id, keyValues(key, entry))
    kept.set(name, { at: head, index })
    forgetOldest()
    return index
  }
}

export function keyValues(key: RecordKey, entry: StoredEntry | null): readonly string[] {
  return entry && !entry.deleted ? key.valuesOf(fieldsOf(entry)) : []
}

/** Tombstones too. */
async function readChangedSince(
  db: Transaction<Tables>,
  organisationId: string,
  type: RecordType,
  changeSeq: number,
): Promise<StoredEntry[]> {
  const rows = await db
    .selectFrom('record')
    .select(['id', 'rev', 'change_seq', 'deleted', 'deleted_at', 'body'])
    .where('organisation_id', '=', organisationId)
    // As an expression, or SQLite would go through all records of the type instead of the newest of the feed.
    .where(sql`type || ''`, '=', type)
    .where('change_seq', '>', changeSeq)
    .execute()
  return rows.map(entryOf)
}
