import type { RecordBody, RecordType } from '../../../domain/records/records.ts'
import type { SyncState } from '../../../domain/records/view.ts'
import type { MutationName } from '../../../domain/sync/sync-contract.ts'
import type { INDEXED_KEYS, IndexedKey } from './record-copy.ts'

/** A record as this workstation holds it: the server's last known state with this workstation's pending changes merged in. */
export interface LocalRecord<T extends RecordType> {
  type: T
  id: string
  /** The server's revision the body rests on; 0 while the server has not seen it. */
  baseRev: number
  body: RecordBody<T>
  syncState: SyncState
  /** Why the server refused the last change; Chinese. */
  refusal: string | null
}

export interface Enqueued {
  name: MutationName
  version: number
  recordId: string
  /** Words for 同步中心, without personal numbers, e.g. 添加操作员. */
  title: string
  set: Record<string, unknown>
  /** `set` holds fields of the record itself: those that are already so at the server are not sent, and no mutation is made when none is left. */
  fieldwise?: boolean
  /** A look, not a change: the record does not show as waiting for it. */
  silent?: boolean
  /** SHA-256 of attachments that must reach the server for this to be complete. */
  blobs?: string[]
}

/**
 * The local copy of the signed-in organisation's records and its outbox. `change` writes the record's new body and the outgoing mutation in one
 * transaction; when it returns, both are on disk. Reading never waits for the network.
 */
export interface Workspace {
  list<T extends RecordType>(type: T): LocalRecord<T>[]
  get<T extends RecordType>(type: T, id: string): LocalRecord<T> | null
  /** Records with exactly this text in a field that people must not enter twice; as quick with 100,000 records as with ten. */
  having<K extends IndexedKey>(key: K, text: string): LocalRecord<(typeof INDEXED_KEYS)[K]['type']>[]
  /** `body` null: an operation without an optimistic local effect (for instance a submission that the server decides). */
  change<T extends RecordType>(type: T, body: RecordBody<T> | null, mutation: Enqueued): LocalRecord<T> | null
  /** Many changes of records of one kind in one transaction: all of them are on disk when it returns, or none. */
  changeAll<T extends RecordType>(
    type: T,
    changes: readonly { body: RecordBody<T>; mutation: Enqueued }[],
  ): void
  /** Gives up what the server refused of this record; one that the server never took is gone then. False when nothing was refused. */
  abandonRefused(type: RecordType, id: string): boolean
  /** Outgoing mutations of these names that the server has not answered, oldest first, and refused ones not yet given up. */
  pending(names: readonly MutationName[]): {
    seq: number
    name: MutationName
    recordId: string
    syncState: SyncState
    refusal: string | null
    set: Record<string, unknown>
  }[]
}

/** Gives the workspace of whoever is signed in; fails `not-signed-in`. */
export type CurrentWorkspace = () => Workspace
