import type { RecordType } from '../../../domain/records/records.ts'
import type { MutationResult, RecordChange } from '../../../domain/sync/sync-contract.ts'
import { inTransaction } from './database.ts'
import type { OutboxRow } from './outbox.ts'
import { pick } from './record-overlay.ts'
import type { Parts } from './workspace-parts.ts'

/** How far this workspace is in step with the server. */
export interface SyncPosition {
  epoch: string | null
  cursor: number
  lastConfirmedAt: string | null
}

/** What a workspace takes from the server. */
export interface WorkspaceAnswering {
  position(): SyncPosition
  /** Takes the server's answers to a push, in one transaction. */
  takeResults(epoch: string, results: readonly MutationResult[]): void
  /** Takes a page of the feed and the cursor behind it, in one transaction. */
  takePage(epoch: string, cursor: number, changes: readonly RecordChange[]): void
  /** The server was restored or lost rows: offers everything from this number on again, and reads the feed anew when its epoch changed. */
  startOver(fromSeq: number, epoch: string | null): void
  confirm(): void
  /** Mutations up to this number are on the wire just now. */
  setSending(upToSeq: number): void
}

export function answering(parts: Parts): WorkspaceAnswering {
  const { db, copy, outbox } = parts
  const setEpoch = (epoch: string) =>
    void db.prepare('UPDATE workspace SET epoch = ? WHERE id = ?').run(epoch, parts.workspaceId)
  return {
    position: () => {
      const row = db
        .prepare<[number], { epoch: string | null; cursor: number; last_confirmed_at: string | null }>(
          'SELECT epoch, cursor, last_confirmed_at FROM workspace WHERE id = ?',
        )
        .get(parts.workspaceId)
      return {
        epoch: row?.epoch ?? null,
        cursor: row?.cursor ?? 0,
        lastConfirmedAt: row?.last_confirmed_at ?? null,
      }
    },
    setSending: (upToSeq) => {
      parts.sendingUpTo = upToSeq
    },
    takeResults: (epoch, results) => {
      const types = inTransaction(db, () => {
        setEpoch(epoch)
        return results.flatMap((result) => takeResult(parts, result))
      })
      if (results.length > 0) parts.onChanged([...new Set(types)], 'server')
    },
    takePage: (epoch, cursor, changes) => {
      inTransaction(db, () => {
        setEpoch(epoch)
        for (const { type, id, rev, body } of changes) {
          copy.putBase(type, id, rev, body)
          copy.recompute(type, id)
        }
        db.prepare('UPDATE workspace SET cursor = ? WHERE id = ?').run(cursor, parts.workspaceId)
      })
      if (changes.length > 0) parts.onChanged([...new Set(changes.map(({ type }) => type))], 'server')
    },
    startOver: (fromSeq, epoch) =>
      inTransaction(db, () => {
        outbox.offerAgain(fromSeq)
        if (epoch === null) return
        setEpoch(epoch)
        db.prepare('UPDATE workspace SET cursor = 0 WHERE id = ?').run(parts.workspaceId)
      }),
    confirm: () =>
      void db
        .prepare('UPDATE workspace SET last_confirmed_at = ? WHERE id = ?')
        .run(parts.now().toISOString(), parts.workspaceId),
  }
}

function takeResult(parts: Parts, result: MutationResult): RecordType[] {
  const { outbox, copy } = parts
  const row = outbox.get(result.seq)
  if (row?.state !== 'pending') return []
  const rejected = result.status === 'rejected'
  outbox.settle(row.seq, {
    state: rejected ? 'parked' : 'acked',
    rev: rejected ? null : result.rev,
    message: result.message ?? null,
    at: parts.now().toISOString(),
  })
  if (!row.recordType) return []
  if (result.status === 'conflict') keepConflicts(parts, row, result)
  copy.recompute(row.recordType, row.recordId)
  return [row.recordType]
}

/** Both sides changed these fields: the server's values stand on the record, this workstation's stay in `conflict` until the user has decided. */
function keepConflicts(parts: Parts, row: OutboxRow, result: MutationResult): void {
  const fields = result.conflicts ?? []
  parts.conflicts.keep(row, fields, result.rev, parts.now().toISOString())
  if (!row.patch) return
  const kept = Object.keys(row.patch.after).filter((field) => !fields.includes(field))
  parts.outbox.setPatch(row.seq, {
    before: pick(row.patch.before ?? {}, kept),
    after: pick(row.patch.after, kept),
  })
}
