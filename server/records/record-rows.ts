import { sql, type Transaction } from 'kysely'
import { RECORD_SCHEMA_VERSION, type RecordType } from '../../domain/records/records.ts'
import { builtOnce } from '../database/built-once.ts'
import type { Tables } from '../database/tables.ts'
import { entryOf, type StoredEntry } from './stored-entry.ts'

/** Who causes the changes, for the history of records; nulls where the server acts by itself. */
export interface ChangeAuthor {
  accountId: string | null
  clientId?: string | null
  seq?: number | null
  clientTime?: string | null
}

/** One change on its way into the tables. */
export interface RecordWrite {
  type: RecordType
  entry: StoredEntry
  cause: string
  at: string
  by: ChangeAuthor
}

/** Both engines limit the values of one statement; a push is at most so long. */
const ROWS_PER_STATEMENT = 500

export function* chunks<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT)
    yield rows.slice(from, from + ROWS_PER_STATEMENT)
}

/** For statements of many rows: their values in the order in which they are written, row by row. */
export function valuesOf(rows: readonly object[]): unknown[] {
  return rows.flatMap((row): unknown[] => Object.values(row))
}

/** The feed's newest number, and the one up to which tombstones may be gone. */
export interface FeedPlace {
  head: number
  horizon: number
}

/** Writers of one organisation take turns from here to the end of the transaction, so that change numbers become visible in order (PostgreSQL). */
export async function lockFeed(db: Transaction<Tables>, organisationId: string): Promise<FeedPlace> {
  const { change_seq, horizon_seq } = await db
    .updateTable('organisation')
    .set((row) => ({ change_seq: row.ref('change_seq') }))
    .where('id', '=', organisationId)
    .returning(['change_seq', 'horizon_seq'])
    .executeTakeFirstOrThrow()
  return { head: change_seq, horizon: horizon_seq }
}

export async function readEntries(
  db: Transaction<Tables>,
  organisationId: string,
  type: RecordType,
  ids: readonly string[],
): Promise<Map<string, StoredEntry>> {
  const entries = new Map<string, StoredEntry>()
  for (const part of chunks(ids)) {
    const { rows } = await builtOnce(db, `entries of ${part.length}`, [organisationId, type, ...part], () =>
      db
        .selectFrom('record')
        .select(['id', 'rev', 'change_seq', 'deleted', 'deleted_at', 'body'])
        .where('organisation_id', '=', organisationId)
        .where('type', '=', type)
        .where('id', 'in', part),
    )
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
  const { rows } = await builtOnce(db, `purged of ${ids.length}`, [organisationId, type, ...ids], () =>
    db
      .selectFrom('version')
      .select(['record_id', 'rev', 'server_time', 'body'])
      .where('organisation_id', '=', organisationId)
      .where('type', '=', type)
      .where('record_id', 'in', ids)
      .orderBy('rev'),
  )
  for (const { record_id: id, rev, server_time, body } of rows)
    entries.set(id, { id, rev, changeSeq: 0, deleted: true, deletedAt: server_time, text: body })
}

export async function readLiving(
  db: Transaction<Tables>,
  organisationId: string,
  type: RecordType,
): Promise<StoredEntry[]> {
  const rows = await db
    .selectFrom('record')
    .select(['id', 'rev', 'change_seq', 'deleted', 'deleted_at', 'body'])
    .where('organisation_id', '=', organisationId)
    .where('type', '=', type)
    .where('deleted', '=', 0)
    // Sorted by the caller: asked for an order, SQLite would walk the whole feed by its number.
    .execute()
  return rows.map(entryOf)
}

export async function writeNumber(
  db: Transaction<Tables>,
  organisationId: string,
  changeSeq: number,
): Promise<void> {
  await db
    .updateTable('organisation')
    .set({ change_seq: changeSeq })
    .where('id', '=', organisationId)
    .execute()
}

/** Each record at most once. */
export async function writeRecords(
  db: Transaction<Tables>,
  organisationId: string,
  writes: readonly RecordWrite[],
): Promise<void> {
  const replaced = (column: string) => sql<never>`${sql.ref(`excluded.${column}`)}`
  const next = {
    rev: replaced('rev'),
    change_seq: replaced('change_seq'),
    deleted: replaced('deleted'),
    deleted_at: replaced('deleted_at'),
    schema: replaced('schema'),
    body: replaced('body'),
  }
  for (const part of chunks(writes)) {
    const rows = part.map(({ type, entry }) => ({
      organisation_id: organisationId,
      type,
      id: entry.id,
      rev: entry.rev,
      change_seq: entry.changeSeq,
      deleted: entry.deleted ? 1 : 0,
      deleted_at: entry.deletedAt,
      schema: RECORD_SCHEMA_VERSION,
      body: entry.text,
    }))
    await builtOnce(db, `records ${rows.length}`, valuesOf(rows), () =>
      db
        .insertInto('record')
        .values(rows)
        .onConflict((conflict) => conflict.columns(['organisation_id', 'type', 'id']).doUpdateSet(next)),
    )
  }
}

export async function writeVersions(
  db: Transaction<Tables>,
  organisationId: string,
  writes: readonly RecordWrite[],
): Promise<void> {
  for (const part of chunks(writes)) {
    const rows = part.map(({ type, entry, cause, at, by }) => ({
      organisation_id: organisationId,
      type,
      record_id: entry.id,
      rev: entry.rev,
      account_id: by.accountId,
      client_id: by.clientId ?? null,
      seq: by.seq ?? null,
      cause,
      server_time: at,
      client_time: by.clientTime ?? null,
      body: entry.text,
      deleted: entry.deleted ? 1 : 0,
    }))
    await builtOnce(db, `versions ${rows.length}`, valuesOf(rows), () =>
      db.insertInto('version').values(rows),
    )
  }
}
