import type { Database } from 'better-sqlite3'

/** A server restored from a backup gets back what was answered since; backups older than this are not restored. */
const KEPT_DAYS = 30
/** The newest are kept whatever the clock says: it may have jumped by years. */
const KEPT_ROWS = 2000
/** One bite keeps the event loop free; there is one after each exchange. */
const AT_ONCE = 200
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Lets go of the oldest answered rows that are older than a month and that nothing needs: no open conflict names them, and the feed has brought back what they changed.
 * Given-up rows go at the same age.
 */
export function purgeAnswered(db: Database, workspaceId: number, now: Date): void {
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS).toISOString()
  for (const state of ['acked', 'discarded']) {
    db.prepare(
      `DELETE FROM outbox WHERE workspace_id = @workspaceId AND seq IN (
         SELECT seq FROM (
           SELECT seq, answered_at, record_type, record_id, result_rev FROM outbox
            WHERE workspace_id = @workspaceId AND state = @state
              AND seq <= (SELECT last_seq FROM workspace WHERE id = @workspaceId) - ${String(KEPT_ROWS)}
            ORDER BY seq LIMIT ${String(AT_ONCE)}) AS old
          WHERE answered_at < @before
            AND NOT EXISTS (SELECT 1 FROM conflict WHERE conflict.workspace_id = @workspaceId AND conflict.seq = old.seq AND resolved_by IS NULL)
            AND NOT EXISTS (SELECT 1 FROM record WHERE record.workspace_id = @workspaceId AND type = old.record_type AND id = old.record_id
                             AND base_rev < old.result_rev))`,
    ).run({ workspaceId, state, before })
  }
}
