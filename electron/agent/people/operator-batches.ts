import { randomUUID } from 'node:crypto'
import type { OperatorBatch } from '../../../domain/people/people-contract.ts'
import type { OperatorFields } from '../../../domain/people/operator.ts'
import type { Workspace } from '../storage/workspace.ts'

/** How long an import can be taken back (screens.md §3.6). */
const UNDO_MS = 10 * 60_000

export interface KeptBatch {
  answer: OperatorBatch
  addedIds: readonly string[]
  /** What stood before, and what the batch wrote in its place. */
  changes: readonly { id: string; before: OperatorFields; after: OperatorFields }[]
}

/** The last batch of each workspace, in memory: a program that was closed in between has nothing left to undo. */
export interface OperatorBatches {
  keep(own: Workspace, batch: Pick<KeptBatch, 'addedIds' | 'changes'>): OperatorBatch
  last(own: Workspace): KeptBatch | null
  forget(own: Workspace): void
}

export function createOperatorBatches(now: () => Date): OperatorBatches {
  let kept: { own: Workspace; batch: KeptBatch } | null = null
  return {
    keep: (own, batch) => {
      const answer: OperatorBatch = {
        batchId: randomUUID(),
        added: batch.addedIds.length,
        changed: batch.changes.length,
        undoUntil: new Date(now().getTime() + UNDO_MS).toISOString(),
      }
      kept = { own, batch: { ...batch, answer } }
      return answer
    },
    last: (own) =>
      kept?.own === own && kept.batch.answer.undoUntil > now().toISOString() ? kept.batch : null,
    forget: (own) => {
      if (kept?.own === own) kept = null
    },
  }
}
