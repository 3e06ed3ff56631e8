import type { OutboxEntry } from '../../../domain/sync/sync-contract.ts'
import { inTransaction } from './database.ts'
import { toEntry } from './outbox.ts'
import { giveUp, type Parts } from './workspace-parts.ts'

/** What is seen and decided about a workspace's outgoing changes. */
export interface WorkspaceOversight {
  counts(): { waiting: number; refused: number; conflicts: number }
  entries(): OutboxEntry[]
  /** Gives up one refused or conflicting entry for good; false when there is no such entry. */
  discard(seq: number): boolean
}

export function overseeing(parts: Parts): WorkspaceOversight {
  const { db, outbox, conflicts, copy } = parts
  return {
    counts: () => ({
      waiting: outbox.count('pending'),
      refused: outbox.count('parked'),
      conflicts: conflicts.seqs().size,
    }),
    entries: () => {
      const open = conflicts.seqs()
      const lost = [...open].flatMap((seq) => outbox.get(seq) ?? [])
      return [...outbox.inStates(['pending', 'parked']), ...lost.filter(({ state }) => state === 'acked')]
        .sort((one, other) => one.seq - other.seq)
        .map((row) => toEntry(row, parts.sendingUpTo, open.has(row.seq)))
    },
    discard: (seq) => {
      const row = outbox.get(seq)
      const isOpenConflict = conflicts.seqs().has(seq)
      if (row?.state !== 'parked' && !isOpenConflict) return false
      inTransaction(db, () => {
        if (isOpenConflict) conflicts.settle(seq)
        else if (row) giveUp(parts, row)
        if (row?.recordType) copy.recompute(row.recordType, row.recordId)
      })
      parts.onChanged(row?.recordType ? [row.recordType] : [], 'user')
      return true
    },
  }
}
