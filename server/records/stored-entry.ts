import type { Selectable } from 'kysely'
import { RECORD_SCHEMAS, type RecordBody, type RecordType } from '../../domain/records/records.ts'
import type { Tables } from '../database/tables.ts'
import type { StoredRecord } from './mutation-handler.ts'

type Fields = Record<string, unknown>

/** A record as it stands in the database or is about to: `text` is its whole body, also the fields that this server's schema does not know. */
export interface StoredEntry {
  id: string
  rev: number
  changeSeq: number
  deletedAt: string | null
  deleted: boolean
  text: string
  /** `text` as the schema reads it, once somebody has asked. */
  body?: unknown
}

type RecordRow = Pick<
  Selectable<Tables['record']>,
  'id' | 'rev' | 'change_seq' | 'deleted' | 'deleted_at' | 'body'
>

export function entryOf(row: RecordRow): StoredEntry {
  return {
    id: row.id,
    rev: row.rev,
    changeSeq: row.change_seq,
    deleted: row.deleted === 1,
    deletedAt: row.deleted_at,
    text: row.body,
  }
}

/** Asked twice it answers the same body: nobody may change it. */
export function readEntry<T extends RecordType>(type: T, entry: StoredEntry): StoredRecord<T> {
  entry.body ??= parseBody(type, fieldsOf(entry))
  const { id, rev, deleted, body } = entry
  // Safe: an entry stands under its own type only.
  return { type, id, rev, deleted, body: body as RecordBody<T> }
}

export function fieldsOf({ text }: StoredEntry): Fields {
  // Safe: bodies are written as JSON objects.
  return JSON.parse(text) as Fields
}

export function parseBody<T extends RecordType>(type: T, body: unknown): RecordBody<T> {
  // Safe: RECORD_SCHEMAS[type] is the schema whose output RecordBody<T> is defined by.
  return RECORD_SCHEMAS[type].parse(body) as RecordBody<T>
}
