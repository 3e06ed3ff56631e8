import type { Transaction } from 'kysely'
import type { RecordType } from '../../domain/records/records.ts'
import type { Tables } from '../database/tables.ts'
import { type CommittedKeys, createCommittedKeys, keyValues } from './committed-keys.ts'
import { createKeyIndex, type KeyIndex, type RecordKey } from './key-index.ts'
import {
  lockFeed,
  readEntries,
  readLiving,
  writeNumber,
  writeRecords,
  writeVersions,
  type ChangeAuthor,
  type RecordWrite,
} from './record-rows.ts'
import type { StoredEntry } from './stored-entry.ts'

interface Write extends RecordWrite {
  before: StoredEntry | null
}

/**
 * The records of one organisation as one transaction sees them: what it has read, and over it what it has written but not yet sent to the database.
 *
 * - The organisation's row is locked from the opening on, so nothing that was read here is changed by anybody else, and numbers counted in memory are nobody else's.
 * - Reads see writes: an entry stands in `known` as last written; a type read whole (`list`) stays whole, because every write goes through `write`.
 * - Keys are looked up in what the tables hold and, for the records written here, in an index of their own that follows every write.
 * - `writes` is the order of writing. Going back to a mark takes the newest off one by one and puts back what stood before, the counter too.
 * - `flush` sends every version and the newest state of every record, and must be the last thing before the commit; until then the tables know nothing.
 */
export interface RecordBatch {
  /** A record that was purged reads as the tombstone it was: its history is never deleted. */
  find: (type: RecordType, id: string) => Promise<StoredEntry | null>
  /** Living records, in the order of their change numbers. */
  list: (type: RecordType) => Promise<StoredEntry[]>
  /** Living records that have this value of the key. */
  idsWith: (key: RecordKey, value: string) => Promise<string[]>
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
  committedKeys: CommittedKeys = createCommittedKeys(),
): Promise<RecordBatch> {
  const opened = await lockFeed(db, organisationId)
  let changeSeq = opened.head
  const known = new Map<RecordType, Map<string, StoredEntry | null>>()
  const lists = new Map<RecordType, StoredEntry[] | 'changed'>()
  const keys = new Map<RecordKey, { committed: Pick<KeyIndex, 'find'>; own: KeyIndex }>()
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
    for (const [key, { own }] of keys) if (key.type === type) own.put(id, keyValues(key, entry))
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

  async function indexOf(key: RecordKey) {
    const ready = keys.get(key)
    if (ready) return ready
    const index = {
      committed: await committedKeys(db, organisationId, key, opened),
      own: createKeyIndex(),
    }
    for (const { type, entry } of writes) {
      if (type === key.type) index.own.put(entry.id, keyValues(key, knownOf(type).get(entry.id) ?? null))
    }
    keys.set(key, index)
    return index
  }

  return {
    find,
    async idsWith(key, value) {
      const { committed, own } = await indexOf(key)
      return [...[...committed.find(value)].filter((id) => !own.has(id)), ...own.find(value)]
    },
    async list(type) {
      const own = knownOf(type)
      const ready = lists.get(type)
      if (Array.isArray(ready)) return ready
      if (ready === undefined) {
        for (const entry of await readLiving(db, organisationId, type))
          if (!own.has(entry.id)) own.set(entry.id, entry)
      }
      const list = [...own.values()]
        .flatMap((entry) => (entry && !entry.deleted ? [entry] : []))
        .sort((one, other) => one.changeSeq - other.changeSeq)
      lists.set(type, list)
      return list
    },
    async write(type, { id, text, body, deleted, cause }) {
      const before = await find(type, id)
      const at = now().toISOString()
      changeSeq += 1
      const rev = (before?.rev ?? 0) + 1
      const entry: StoredEntry = { id, rev, changeSeq, deleted, deletedAt: deleted ? at : null, text, body }
      writes.push({ type, entry, before, cause, at, by: author() })
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
      await writeNumber(db, organisationId, changeSeq)
      const newest = new Map(sent.map((write) => [`${write.type}\n${write.entry.id}`, write]))
      await writeRecords(db, organisationId, [...newest.values()])
      await writeVersions(db, organisationId, sent)
    },
  }
}
