import type { Kysely, Selectable, Transaction } from 'kysely'
import {
  RECORD_SCHEMA_VERSION,
  RECORD_SCHEMAS,
  type RecordBody,
  type RecordType,
} from '../../domain/records/records.ts'
import type { Tables } from '../database/tables.ts'
import type { RecordStore, StoredRecord } from './mutation-handler.ts'

/** Who causes the changes, for the history of records; nulls where the server acts by itself. */
export interface ChangeAuthor {
  accountId: string | null
  clientId?: string | null
  seq?: number | null
  clientTime?: string | null
}
export const SERVER_ITSELF: ChangeAuthor = { accountId: null }

export type RecordReader = Pick<RecordStore, 'organisationId' | 'get' | 'list'>

/** Reads an organisation's records without locking its feed. */
export function createRecordReader(db: Kysely<Tables>, organisationId: string): RecordReader {
  const rows = () => db.selectFrom('record').selectAll().where('organisation_id', '=', organisationId)
  return {
    organisationId,
    async get<T extends RecordType>(type: T, id: string) {
      const row = await rows().where('type', '=', type).where('id', '=', id).executeTakeFirst()
      return row ? toStoredRecord(type, row) : null
    },
    async list<T extends RecordType>(type: T) {
      const found = await rows()
        .where('type', '=', type)
        .where('deleted', '=', 0)
        .orderBy('change_seq')
        .execute()
      return found.map((row) => toStoredRecord(type, row))
    },
  }
}

/**
 * Opens an organisation's feed for writing and holds its row's lock until the transaction ends, so that two writers of one organisation take
 * turns and change numbers become visible in order (PostgreSQL). `author()` is asked at every write. Throws where there is no such organisation.
 */
export async function openRecordStore(
  db: Transaction<Tables>,
  organisationId: string,
  author: () => ChangeAuthor,
  now: () => Date,
): Promise<RecordStore> {
  await db
    .updateTable('organisation')
    .set((row) => ({ change_seq: row.ref('change_seq') }))
    .where('id', '=', organisationId)
    .returning('id')
    .executeTakeFirstOrThrow()
  const reader = createRecordReader(db, organisationId)

  async function write(
    type: RecordType,
    id: string,
    body: unknown,
    deleted: boolean,
    cause: string,
  ): Promise<number> {
    const { change_seq } = await db
      .updateTable('organisation')
      .set((row) => ({ change_seq: row('change_seq', '+', 1) }))
      .where('id', '=', organisationId)
      .returning('change_seq')
      .executeTakeFirstOrThrow()
    const values = {
      change_seq,
      deleted: deleted ? 1 : 0,
      schema: RECORD_SCHEMA_VERSION,
      body: JSON.stringify(body),
    }
    const { rev } = await db
      .insertInto('record')
      .values({ organisation_id: organisationId, type, id, rev: 1, ...values })
      .onConflict((conflict) =>
        conflict
          .columns(['organisation_id', 'type', 'id'])
          .doUpdateSet((row) => ({ ...values, rev: row('record.rev', '+', 1) })),
      )
      .returning('rev')
      .executeTakeFirstOrThrow()
    const by = author()
    await db
      .insertInto('version')
      .values({
        organisation_id: organisationId,
        type,
        record_id: id,
        rev,
        account_id: by.accountId,
        client_id: by.clientId ?? null,
        seq: by.seq ?? null,
        cause,
        server_time: now().toISOString(),
        client_time: by.clientTime ?? null,
        body: values.body,
      })
      .execute()
    return rev
  }

  return {
    ...reader,
    async put<T extends RecordType>(type: T, id: string, body: RecordBody<T>, cause: string) {
      const parsed = parseBody(type, body)
      const rev = await write(type, id, parsed, false, cause)
      return { type, id, rev, deleted: false, body: parsed }
    },
    async delete(type: RecordType, id: string, cause: string) {
      const current = await reader.get(type, id)
      if (current && !current.deleted) await write(type, id, current.body, true, cause)
    },
  }
}

function toStoredRecord<T extends RecordType>(type: T, row: Selectable<Tables['record']>): StoredRecord<T> {
  return {
    type,
    id: row.id,
    rev: row.rev,
    deleted: row.deleted === 1,
    body: parseBody(type, JSON.parse(row.body)),
  }
}

function parseBody<T extends RecordType>(type: T, body: unknown): RecordBody<T> {
  // Safe: RECORD_SCHEMAS[type] is the schema whose output RecordBody<T> is defined by.
  return RECORD_SCHEMAS[type].parse(body) as RecordBody<T>
}
