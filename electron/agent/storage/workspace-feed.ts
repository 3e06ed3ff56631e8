import type { RecordChange } from '../../../domain/sync/sync-contract.ts'
import { inTransaction } from './database.ts'
import type { Parts } from './workspace-parts.ts'

/** A part of a page of the feed, or the whole of it. */
export interface FeedSlice {
  epoch: string
  /** The number of its last change. */
  cursor: number
  changes: readonly RecordChange[]
  /** The feed's newest number when the page was read; unknown to old servers. */
  head?: number | undefined
}

/**
 * Reading the feed. From its start on it is a snapshot: what it has not named when its end is reached no longer exists there, however the tombstone was missed. That
 * holds for a first reading, after a long absence, and after the server was restored; a crash in between costs nothing, because all of it is in the rows.
 */
export interface WorkspaceFeed {
  /** Takes a slice and the cursor behind it in one transaction. Announces nothing. */
  takeSlice(slice: FeedSlice): void
  /** `takeSlice` of a whole page, announced. */
  takePage(epoch: string, cursor: number, changes: readonly RecordChange[]): void
  /** The server no longer has every tombstone behind our cursor: the next page is the first again. The outbox stays. */
  beginSnapshot(): void
  /** The feed's end was reached. Lets go of some of what a snapshot did not name; true when nothing is left to do. */
  endSnapshot(): boolean
}

interface StoredPosition {
  epoch: string | null
  cursor: number
  snapshotHead: number | null
  round: number
}

/** Keeps one transaction below some milliseconds. */
const LET_GO_AT_ONCE = 100

export function feeding(parts: Parts): WorkspaceFeed {
  const { db, workspaceId } = parts
  const where = db.prepare<[number], StoredPosition>(
    'SELECT epoch, cursor, snapshot_head AS snapshotHead, feed_round AS round FROM workspace WHERE id = ?',
  )
  const advance = db.prepare('UPDATE workspace SET epoch = ?, cursor = ?, snapshot_head = ? WHERE id = ?')
  const end = db.prepare('UPDATE workspace SET snapshot_head = NULL WHERE id = ?')
  const takeSlice = ({ epoch, cursor, changes, head }: FeedSlice) => {
    const before = where.get(workspaceId)
    const isNoNews = changes.length === 0 && before?.epoch === epoch && before.cursor === cursor
    // Nothing is written on a quiet reconnect.
    if (isNoNews && before.snapshotHead === null) return
    inTransaction(db, () => {
      const round = before?.round ?? 0
      for (const { type, id, rev, body } of changes) parts.copy.takeBase(type, id, rev, body, round)
      const snapshotHead = before?.cursor === 0 ? (head ?? 0) : (before?.snapshotHead ?? null)
      advance.run(epoch, cursor, snapshotHead, workspaceId)
    })
  }
  return {
    takeSlice,
    takePage: (epoch, cursor, changes) => {
      takeSlice({ epoch, cursor, changes })
      if (changes.length > 0) parts.onChanged([...new Set(changes.map(({ type }) => type))], 'server')
    },
    beginSnapshot: () => {
      inTransaction(db, () => {
        startFeedAnew(parts)
      })
    },
    endSnapshot: () => {
      const before = where.get(workspaceId)
      if (before?.snapshotHead == null) return true
      const gone = inTransaction(db, () => {
        const unnamed = parts.copy.unnamedSince(before.round, LET_GO_AT_ONCE)
        for (const { type, id, baseRev } of unnamed)
          parts.copy.takeBase(type, id, baseRev, null, before.round)
        if (unnamed.length < LET_GO_AT_ONCE) end.run(workspaceId)
        return unnamed
      })
      if (gone.length > 0) parts.onChanged([...new Set(gone.map(({ type }) => type))], 'server')
      return gone.length < LET_GO_AT_ONCE
    },
  }
}

/** The caller holds the transaction. */
export function startFeedAnew({ db, workspaceId }: Parts): void {
  db.prepare(
    'UPDATE workspace SET cursor = 0, snapshot_head = 0, feed_round = feed_round + 1 WHERE id = ?',
  ).run(workspaceId)
}
