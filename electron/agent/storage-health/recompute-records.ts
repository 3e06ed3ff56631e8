import type { Database } from 'better-sqlite3'
import { createOutbox } from '../storage/outbox.ts'
import { createRecordCopy } from '../storage/record-copy.ts'
import { RecordType } from '../../../domain/records/records.ts'

/** Shows every record with the outgoing changes that are here now on top. */
export function recomputeRecords(db: Database, onlyWorkspace?: number): void {
  const workspaces = db.prepare<[], number>('SELECT id FROM workspace').pluck().all()
  for (const workspaceId of workspaces) {
    if (onlyWorkspace !== undefined && workspaceId !== onlyWorkspace) continue
    const outbox = createOutbox(db, workspaceId)
    const copy = createRecordCopy(db, workspaceId, outbox)
    const touched = db
      .prepare<[number], { record_type: string; record_id: string }>(
        `SELECT DISTINCT record_type, record_id FROM outbox
         WHERE workspace_id = ? AND record_type IS NOT NULL AND patch IS NOT NULL`,
      )
      .all(workspaceId)
    for (const { record_type, record_id } of touched) {
      const type = RecordType.parse(record_type)
      const made = outbox
        .ofRecord(type, record_id)
        .find(({ state, patch }) => state !== 'discarded' && patch?.before === null)
      // A record that this workstation made has no row until its own first change has given it one.
      if (!copy.get(type, record_id) && made?.patch) copy.putBody(type, record_id, made.patch.after)
      copy.recompute(type, record_id)
    }
  }
}
