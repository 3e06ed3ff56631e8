import type { Database } from 'better-sqlite3'
import type { SyncedEntry } from '../../../domain/drafts/drafts-contract.ts'

const SYNCED_SHOWN_MAX = 20

interface SyncedRow {
  seq: number
  record_type: SyncedEntry['recordType']
  record_id: string
  title: string
  answered_at: string
}

/** Answers what the server has taken of this account's changes on this workstation, newest first; looks at personal numbers are no changes. */
export function createSyncedEntryRepository(db: Database): { list(accountId: string): SyncedEntry[] } {
  const all = db.prepare<[string], SyncedRow>(
    `SELECT outbox.seq, record_type, record_id, title, answered_at
       FROM outbox JOIN workspace ON workspace.id = outbox.workspace_id
      WHERE workspace.account_id = ? AND state = 'acked' AND record_type IS NOT NULL AND answered_at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM conflict WHERE conflict.workspace_id = outbox.workspace_id
                          AND conflict.seq = outbox.seq AND resolved_by IS NULL)
      ORDER BY answered_at DESC, outbox.seq DESC LIMIT ${SYNCED_SHOWN_MAX}`,
  )
  return {
    list: (accountId) =>
      all.all(accountId).map((row) => ({
        seq: row.seq,
        recordType: row.record_type,
        recordId: row.record_id,
        title: row.title,
        confirmedAt: row.answered_at,
      })),
  }
}
