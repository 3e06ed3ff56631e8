import { sql, type Transaction } from 'kysely'
import { RECORD_SCHEMA_VERSION, type RecordType } from '../../domain/records/records.ts'
import type { Tables } from '../database/tables.ts'
import { entryOf, type StoredEntry } from './stored-entry.ts'

/** Who causes the changes, for the history of records; nulls where the server acts by itself. */
export interface ChangeAuthor {
  accountId: string | null
  clientId?: string | null
  seq?: number | null
  clientTime?: string | null
}

interface Write {
  type: RecordType
  entry: StoredEntry
  before: StoredEntry | null
  version: Tables['version']
}

/**
 * The records of one organisation as one transaction sees them: what it has read, and over it what it has written but not yet sent to the database.
 *
 * - The organisation's row is locked from the opening on, so nothing that was read here is changed by anybody else, and numbers counted in memory are nobody else's.
 * - Reads see writes: an entry stands in `known` as last written; a type read whole (`list`) stays whole, because every write goes through `write`.
 * - `writes` is the order of writing. Going back to a mark takes the newest off one by one and puts back what stood before, the counter too.
 * - `flush` sends every version and the newest state of every record, and must be the last thing before the commit; until then the tables know nothing.
 */
export interface RecordBatch {
  /** A record that was purged reads as the tombstone it was: its history is never deleted. */
  find: (type: RecordType, id: string) => Promise<StoredEntry | null>
  /** Living records, in the order of their change numbers. */
  list: (type: RecordType) => Promise<StoredEntry[]>
  write: (
    type: RecordType,
    next: { id: string; text: string; body?: unknown; deleted: boolean; cause: string },
  ) => Promise<StoredEntry>
  mark: () => number
  rollBackTo: (mark: number) => void
  flush: () => Promise<void>
}

/** The records in `expected` are read together when the first of them is asked for. `author()` is asked at every write. Throws where there is no such organisation. */
export async function openRecordBatch(
  db: Transaction<Tables>,
  organisationId: string,
  author: () => ChangeAuthor,
  now: () => Date,
  expected: readonly string[] = [],
): Promise<RecordBatch> {
  let changeSeq = await lockFeed(db, organisationId)
  const known = new Map<RecordType, Map<string, StoredEntry | null>>()
  const lists = new Map<RecordType, StoredEntry[] | 'changed'>()
  const writes: Write[] = []
  const together = new Set(expected)

  const knownOf = (type: RecordType) => {
    const found = known.get(type) ?? new Map<string, StoredEntry | null>()
    known.set(type, found)
    return found
  }
  const place = (type: RecordType, id: string, entry: StoredEntry | null) => {
    knownOf(type).set(id, entry)
    if (lists.has(type)) lists.set(type, 'changed')
  }

  async function find(type: RecordType, id: string): Promise<StoredEntry | null> {
    const own = knownOf(type)
    if (!own.has(id)) {
      const wanted = together.has(id) ? [...together].filter((other) => !own.has(other)) : [id]
      const found = await readEntries(db, organisationId, type, wanted)
      for (const other of wanted) own.set(other, found.get(other) ?? null)
    }
    return own.get(id) ?? null
  }

  return {
    find,
    async list(type) {
      const own = knownOf(type)
      const ready = lists.get(type)
      if (Array.isArray(ready)) return ready
      if (ready === undefined) {
        for (const row of await readLiving(db, organisationId, type))
          if (!own.has(row.id)) own.set(row.id, entryOf(row))
      }
      const list = [...own.values()]
        .flatMap((entry) => (entry && !entry.deleted ? [entry] : []))
        .sort((one, other) => one.changeSeq - other.changeSeq)
      lists.set(type, list)
      return list
    },
    async write(type, { id, text, body, deleted, cause }) {
      const before = await find(type, id)
      const by = author()
      const at = now().toISOString()
      changeSeq += 1
      const rev = (before?.rev ?? 0) + 1
      const entry: StoredEntry = { id, rev, changeSeq, deleted, deletedAt: deleted ? at : null, text, body }
      const version = {
        organisation_id: organisationId,
        type,
        record_id: id,
        rev,
        account_id: by.accountId,
        client_id: by.clientId ?? null,
        seq: by.seq ?? null,
        cause,
        server_time: at,
        client_time: by.clientTime ?? null,
        body: text,
      }
      writes.push({ type, entry, before, version })
      place(type, id, entry)
      return entry
    },
    mark: () => writes.length,
    rollBackTo(mark) {
      for (const { type, entry, before } of writes.splice(mark).reverse()) {
        changeSeq -= 1
        place(type, entry.id, before)
      }
    },
    async flush() {
      const sent = writes.splice(0)
      if (sent.length === 0) return
      await db
        .updateTable('organisation')
        .set({ change_seq: changeSeq })
        .where('id', '=', organisationId)
        .execute()
      const newest = new Map(sent.map((write) => [`${write.type}\n${write.entry.id}`, write]))
      for (const part of chunks([...newest.values()])) await writeRecords(db, organisationId, part)
      for (const part of chunks(sent)) {
        await db
          .insertInto('version')
          .values(part.map(({ version }) => version))
          .execute()
      }
    },
  }
}

/** Both engines limit the values of one statement; a statement of equal length is prepared once. */
const ROWS_PER_STATEMENT = 250

export function* chunks<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT)
    yield rows.slice(from, from + ROWS_PER_STATEMENT)
}

/** Writers of one organisation take turns from here to the end of the transaction, so that change numbers become visible in order (PostgreSQL). */
async function lockFeed(db: Transaction<Tables>, organisationId: string): Promise<number> {
  const { change_seq } = await db
    .updateTable('organisation')
    .set((row) => ({ change_seq: row.ref('change_seq') }))
    .where('id', '=', organisationId)
    .returning('change_seq')
    .executeTakeFirstOrThrow()
  return change_seq
}

async function readEntries(
  db: Transaction<Tables>,
  organisationId: string,
  type: RecordType,
  ids: readonly string[],
): Promise<Map<string, StoredEntry>> {
  const entries = new Map<string, StoredEntry>()
  for (const part of chunks(ids)) {
    const rows = await db
      .selectFrom('record')
      .select(['id', 'rev', 'change_seq', 'deleted', 'deleted_at', 'body'])
      .where('organisation_id', '=', organisationId)
      .where('type', '=', type)
      .where('id', 'in', part)
      .execute()
    for (const row of rows) entries.set(row.id, entryOf(row))
    await addPurged(
      db,
      organisationId,
      type,
      part.filter((id) => !entries.has(id)),
      entries,
    )
  }
  return entries
}

/** What is in the history but no longer among the records was deleted, and its tombstone purged. */
async function addPurged(
  db: Transaction<Tables>,
  organisationId: string,
  type: RecordType,
  ids: readonly string[],
  entries: Map<string, StoredEntry>,
): Promise<void> {
  if (ids.length === 0) return
  const rows = await db
    .selectFrom('version')
    .select(['record_id', 'rev', 'server_time', 'body'])
    .where('organisation_id', '=', organisationId)
    .where('type', '=', type)
    .where('record_id', 'in', ids)
    .orderBy('rev')
    .execute()
  for (const { record_id: id, rev, server_time, body } of rows)
    entries.set(id, { id, rev, changeSeq: 0, deleted: true, deletedAt: server_time, text: body })
}

function readLiving(db: Transaction<Tables>, organisationId: string, type: RecordType) {
  return (
    db
      .selectFrom('record')
      .select(['id', 'rev', 'change_seq', 'deleted', 'deleted_at', 'body'])
      .where('organisation_id', '=', organisationId)
      .where('type', '=', type)
      .where('deleted', '=', 0)
      // Sorted by the caller: asked for an order, SQLite would walk the whole feed by its number.
      .execute()
  )
}

async function writeRecords(
  db: Transaction<Tables>,
  organisationId: string,
  written: readonly Write[],
): Promise<void> {
  const replaced = (column: string) => sql<never>`${sql.ref(`excluded.${column}`)}`
  await db
    .insertInto('record')
    .values(
      written.map(({ type, entry }) => ({
        organisation_id: organisationId,
        type,
        id: entry.id,
        rev: entry.rev,
        change_seq: entry.changeSeq,
        deleted: entry.deleted ? 1 : 0,
        deleted_at: entry.deletedAt,
        schema: RECORD_SCHEMA_VERSION,
        body: entry.text,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['organisation_id', 'type', 'id']).doUpdateSet({
        rev: replaced('rev'),
        change_seq: replaced('change_seq'),
        deleted: replaced('deleted'),
        deleted_at: replaced('deleted_at'),
        schema: replaced('schema'),
        body: replaced('body'),
      }),
    )
    .execute()
}
