import type { RecordType } from '../../../domain/records/records.ts'
import type { MutationResult } from '../../../domain/sync/sync-contract.ts'
import { inTransaction } from './database.ts'
import { pick } from './record-overlay.ts'
import { purgeAnswered } from './purge-answered.ts'
import { renumber } from './renumber.ts'
import { startFeedAnew } from './workspace-feed.ts'
import type { Parts } from './workspace-parts.ts'

/** What a workspace takes from the server about its outgoing changes. */
export interface WorkspaceAnswering {
  /** Takes the server's answers to a push, in one transaction. `lastSeq` is the newest number that the server holds. */
  takeResults(epoch: string, results: readonly MutationResult[], lastSeq?: number): void
  /**
   * The server lacks this number and everything behind it: offers our own from there on again. An `epoch` says that it was restored: then every answered row is offered
   * again, for a number that it holds may stand for the content of another copy of this disk; and the feed is read anew.
   */
  startOver(fromSeq: number, epoch: string | null): void
  /** The server holds other content under our numbers from `from` on: ours take the numbers from `to` on. */
  renumber(from: number, to: number): void
  /** Lets go of a few answered rows that nothing needs any more. */
  purge(): void
}

export function answering(parts: Parts): WorkspaceAnswering {
  const { db, workspaceId } = parts
  const known = db.prepare('UPDATE workspace SET epoch = ?, last_seq = max(last_seq, ?) WHERE id = ?')
  const self = { id: workspaceId, clientId: parts.clientId }
  const answer = answerer(parts)
  return {
    takeResults: (epoch, results, lastSeq = 0) => {
      const types = inTransaction(db, () => {
        known.run(epoch, lastSeq, workspaceId)
        const open = parts.conflicts.seqs()
        return results.flatMap((result) => answer(result, open))
      })
      if (results.length > 0) parts.onChanged([...new Set(types)], 'server')
    },
    startOver: (fromSeq, epoch) => {
      inTransaction(db, () => {
        renumber(db, self, fromSeq, fromSeq)
        if (epoch === null) return
        db.prepare(
          "UPDATE outbox SET state = 'pending', result_rev = NULL WHERE workspace_id = ? AND state = 'acked'",
        ).run(workspaceId)
        known.run(epoch, 0, workspaceId)
        startFeedAnew(parts)
      })
    },
    renumber: (from, to) => {
      inTransaction(db, () => {
        renumber(db, self, from, to)
      })
    },
    purge: () => {
      purgeAnswered(db, workspaceId, parts.now())
    },
  }
}

/** Settles one row by its answer and brings its record up to date; answers the types of what changed. */
function answerer(parts: Parts): (result: MutationResult, open: ReadonlySet<number>) => RecordType[] {
  const { outbox, copy, conflicts } = parts
  return (result, open) => {
    const rejected = result.status === 'rejected'
    const row = outbox.answer(result.seq, {
      state: rejected ? 'parked' : 'acked',
      rev: rejected ? null : result.rev,
      message: result.message ?? null,
      at: parts.now().toISOString(),
    })
    if (!row?.recordType) return []
    const { recordType, recordId } = row
    const isSimple = result.status === 'applied' || result.status === 'merged'
    // Offered again after a restore, it may have got through where it had lost.
    if (isSimple && open.has(result.seq)) conflicts.settle(result.seq)
    if (result.status === 'conflict') keepWhatLost(parts, result)
    // An agreed change stays on top just as an unanswered one does, until the feed has brought it: the body is what it was.
    const isCovered = result.rev <= copy.baseRev(recordType, recordId)
    if (!isSimple || isCovered) copy.recompute(recordType, recordId)
    return [recordType]
  }
}

/** Both sides changed these fields: the server's values stand on the record, this workstation's stay in `conflict` until the user has decided. */
function keepWhatLost(parts: Parts, result: MutationResult): void {
  const row = parts.outbox.get(result.seq)
  if (!row) return
  const fields = result.conflicts ?? []
  parts.conflicts.keep(row, fields, result.rev, parts.now().toISOString())
  if (!row.patch) return
  const kept = Object.keys(row.patch.after).filter((field) => !fields.includes(field))
  parts.outbox.setPatch(row.seq, {
    before: pick(row.patch.before ?? {}, kept),
    after: pick(row.patch.after, kept),
  })
}
