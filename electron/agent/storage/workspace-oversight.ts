import { decisions, type Decisions } from './decisions.ts'
import { listEntries, readDetail, type StoredDetail, type StoredEntry } from './outbox-entries.ts'
import { refusedChanges, type RefusedChanges } from './refused-changes.ts'
import type { Parts } from './workspace-parts.ts'

/** What is seen and decided about a workspace's outgoing changes. */
export interface WorkspaceOversight extends RefusedChanges, Decisions {
  counts(): { waiting: number; refused: number; conflicts: number }
  entries(): StoredEntry[]
  detail(seq: number): StoredDetail | null
}

export function overseeing(parts: Parts): WorkspaceOversight {
  const { outbox, conflicts } = parts
  return {
    counts: () => ({
      waiting: outbox.count('pending'),
      refused: outbox.count('parked'),
      conflicts: conflicts.seqs().size,
    }),
    entries: () => listEntries(parts),
    detail: (seq) => readDetail(parts, seq),
    ...refusedChanges(parts),
    ...decisions(parts),
  }
}
