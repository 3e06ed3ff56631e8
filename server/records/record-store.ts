import type { Kysely, Transaction } from 'kysely'
import type { RecordBody, RecordType } from '../../domain/records/records.ts'
import type { Tables } from '../database/tables.ts'
import { keepUnknownFields } from './keep-unknown.ts'
import type { RecordStore } from './mutation-handler.ts'
import { openRecordBatch, type RecordBatch } from './record-batch.ts'
import type { ChangeAuthor } from './record-rows.ts'
import { entryOf, fieldsOf, parseBody, readEntry } from './stored-entry.ts'

export const SERVER_ITSELF: ChangeAuthor = { accountId: null }

export type RecordReader = Pick<RecordStore, 'organisationId' | 'get' | 'list'>

/** Reads an organisation's records without locking its feed. */
export function createRecordReader(db: Kysely<Tables>, organisationId: string): RecordReader {
  const rows = (type: RecordType) =>
    db.selectFrom('record').selectAll().where('organisation_id', '=', organisationId).where('type', '=', type)
  return {
    organisationId,
    async get(type, id) {
      const row = await rows(type).where('id', '=', id).executeTakeFirst()
      return row ? readEntry(type, entryOf(row)) : null
    },
    async list(type) {
      const found = await rows(type).where('deleted', '=', 0).execute()
      return found
        .sort((one, other) => one.change_seq - other.change_seq)
        .map((row) => readEntry(type, entryOf(row)))
    },
  }
}

/**
 * An organisation's records over what one transaction has written to them. Fields that the schema does not know are kept: those of the stored record, and those that
 * `newFields` names for the record.
 */
export function createRecordStore(
  organisationId: string,
  batch: RecordBatch,
  newFields: (type: RecordType, id: string) => Record<string, unknown> = () => ({}),
): RecordStore {
  return {
    organisationId,
    async get(type, id) {
      const entry = await batch.find(type, id)
      return entry && readEntry(type, entry)
    },
    async list(type) {
      const entries = await batch.list(type)
      return entries.map((entry) => readEntry(type, entry))
    },
    idsWith: (key, value) => batch.idsWith(key, value),
    async put<T extends RecordType>(type: T, id: string, body: RecordBody<T>, cause: string) {
      const before = await batch.find(type, id)
      const parsed = parseBody(type, body)
      const brought: Record<string, unknown> = { ...newFields(type, id), ...parsed }
      const whole = before
        ? keepUnknownFields(fieldsOf(before), { ...readEntry(type, before).body }, brought)
        : brought
      const text = JSON.stringify(whole)
      return readEntry(type, await batch.write(type, { id, text, body: parsed, deleted: false, cause }))
    },
    async delete(type, id, cause) {
      const current = await batch.find(type, id)
      if (current && !current.deleted)
        await batch.write(type, { id, text: current.text, deleted: true, cause })
    },
  }
}

/**
 * Opens an organisation's feed for writing and holds its row's lock until the transaction ends, so that two writers of one organisation take
 * turns. Every write is in the tables when it answers. `author()` is asked at every write. Throws where there is no such organisation.
 */
export async function openRecordStore(
  db: Transaction<Tables>,
  organisationId: string,
  author: () => ChangeAuthor,
  now: () => Date,
): Promise<RecordStore> {
  const open = () => openRecordBatch(db, organisationId, author, now)
  await open()
  // One batch for each write: a second store of the same transaction may have written in between.
  async function writing<R>(work: (store: RecordStore) => Promise<R>): Promise<R> {
    const batch = await open()
    const result = await work(createRecordStore(organisationId, batch))
    await batch.flush()
    return result
  }
  return {
    ...createRecordReader(db, organisationId),
    idsWith: async (key, value) => (await open()).idsWith(key, value),
    put: (type, id, body, cause) => writing((store) => store.put(type, id, body, cause)),
    delete: (type, id, cause) => writing((store) => store.delete(type, id, cause)),
  }
}
