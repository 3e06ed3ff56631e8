import type { Kysely, Transaction } from 'kysely'
import { inTransaction } from '../database/database.ts'
import type { Tables } from '../database/tables.ts'
import type { RecordStore } from './mutation-handler.ts'
import { createCommittedKeys } from './committed-keys.ts'
import { openRecordBatch, type RecordBatch } from './record-batch.ts'
import type { ChangeAuthor } from './record-rows.ts'
import { openRecordStore } from './record-store.ts'

export type OpenFeed = (
  organisationId: string,
  author: ChangeAuthor | (() => ChangeAuthor),
) => Promise<RecordStore>
/** For many writes at once: they reach the tables together, just before the commit. At most one for each organisation, and no other feed of it beside. */
export type OpenBatch = (
  organisationId: string,
  author: () => ChangeAuthor,
  expected: readonly string[],
) => Promise<RecordBatch>

/** Writes to organisations' records go through here: after the commit, workstations listening to the opened feeds are told that there is news. */
export interface Feeds {
  /** May run `work` again after a deadlock: it must have no effect outside the database. Opening several feeds locks each until the end. */
  transaction: <R>(
    work: (db: Transaction<Tables>, openFeed: OpenFeed, openBatch: OpenBatch) => Promise<R>,
  ) => Promise<R>
  /** Answers the function that ends the listening. Losing one piece of news costs time only: listeners also ask now and then. */
  onNews: (organisationId: string, listener: () => void) => () => void
}

export function createFeeds(db: Kysely<Tables>, now: () => Date): Feeds {
  const listeners = new Map<string, Set<() => void>>()
  const committedKeys = createCommittedKeys()

  return {
    async transaction(work) {
      let opened = new Set<string>()
      const result = await inTransaction(db, async (trx) => {
        opened = new Set()
        const batches: RecordBatch[] = []
        const answer = await work(
          trx,
          (organisationId, author) => {
            opened.add(organisationId)
            const asked = typeof author === 'function' ? author : () => author
            return openRecordStore(trx, organisationId, asked, now)
          },
          async (organisationId, author, expected) => {
            opened.add(organisationId)
            const batch = await openRecordBatch(trx, organisationId, author, now, expected, committedKeys)
            batches.push(batch)
            return batch
          },
        )
        for (const batch of batches) await batch.flush()
        return answer
      })
      for (const organisationId of opened)
        for (const listener of listeners.get(organisationId) ?? []) listener()
      return result
    },
    onNews(organisationId, listener) {
      const own = listeners.get(organisationId) ?? new Set()
      listeners.set(organisationId, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0 && listeners.get(organisationId) === own) listeners.delete(organisationId)
      }
    },
  }
}
