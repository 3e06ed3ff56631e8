import type { Transaction } from 'kysely'
import type { z } from 'zod'
import type { RecordBody, RecordType } from '../../domain/records/records.ts'
import type { Mutation, MutationName } from '../../domain/sync/sync-contract.ts'
import type { Tables } from '../database/tables.ts'
import type { RecordKey } from './key-index.ts'

export interface StoredRecord<T extends RecordType> {
  type: T
  id: string
  rev: number
  deleted: boolean
  body: RecordBody<T>
}

/**
 * The records of one organisation inside one transaction. `put` raises the record's revision and the feed's change number, and leaves a row in `version`:
 * every change of a record goes through here. Bodies are parsed with their schema on the way in and out.
 */
export interface RecordStore {
  readonly organisationId: string
  get<T extends RecordType>(type: T, id: string): Promise<StoredRecord<T> | null>
  list<T extends RecordType>(type: T): Promise<StoredRecord<T>[]>
  /** Living records that have this value of the key; as quick in a long-lived organisation as in a new one, which `list` is not. */
  idsWith(key: RecordKey, value: string): Promise<string[]>
  put<T extends RecordType>(type: T, id: string, body: RecordBody<T>, cause: string): Promise<StoredRecord<T>>
  /** A tombstone in the feed; history keeps the body. Only for records that no archive rule covers. */
  delete(type: RecordType, id: string, cause: string): Promise<void>
}

export interface MutationContext {
  /** For the capability's own tables: what this push has written to records is not in the tables yet, `records` knows it. */
  readonly db: Transaction<Tables>
  records: RecordStore
  organisationId: string
  accountId: string
  clientId: string
  now: Date
}

/** `rejected` changes nothing and is kept by the client whole; its message is Chinese and says what to do. */
export type MutationOutcome =
  | { status: 'applied' | 'merged' | 'conflict'; rev: number; conflicts?: string[] }
  | { status: 'rejected'; message: string }

/**
 * Applies one named operation. `args` parses `mutation.set`. Runs inside the push's transaction: what it writes and the client's sequence are committed together
 * or not at all. Foreseen refusals are returned, never thrown; a thrown error rolls the whole mutation back and nothing advances.
 */
export interface MutationHandler<Args extends z.ZodType = z.ZodType> {
  name: MutationName
  version: number
  args: Args
  /** Set where `mutation.set` holds fields of a record of this type: those that only a newer workstation knows are kept on the record. */
  fieldsOf?: RecordType
  apply(context: MutationContext, mutation: Mutation, args: z.output<Args>): Promise<MutationOutcome>
}

/** Keeps each handler's `args` and `apply` in step while lists of handlers stay untyped in their arguments. */
export function mutationHandler<Args extends z.ZodType>(handler: MutationHandler<Args>): MutationHandler {
  return handler
}

/** Called in the same transaction after mutations that change what the conditions of practice look at. */
export type AfterChange = (
  context: Pick<MutationContext, 'db' | 'records' | 'organisationId' | 'now'> & { accountId: string | null },
  cause: 'people-changed' | 'organisation-changed' | 'time-passed',
) => Promise<void>
