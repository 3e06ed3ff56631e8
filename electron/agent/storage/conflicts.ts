import type { Database } from 'better-sqlite3'
import type { RecordType } from '../../../domain/records/records.ts'
import type { OutboxRow } from './outbox.ts'

/** Values of this workstation that lost against another's, kept until the user has decided; later saves of the record settle them. */
export interface Conflicts {
  keep(row: OutboxRow, fields: readonly string[], atRev: number): void
  /** Records of this type with an open conflict. */
  recordsOf(type: RecordType): ReadonlySet<string>
  /** Mutations with an open conflict. */
  seqs(): ReadonlySet<number>
  resolve(type: RecordType, recordId: string, bySeq: number): void
  /** The user is content with the server's values. */
  settle(seq: number): void
}

export function createConflicts(db: Database, workspaceId: number): Conflicts {
  const insert = db.prepare(
    `INSERT OR REPLACE INTO conflict (workspace_id, record_type, record_id, field, seq, mine, base, at_rev)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const records = db.prepare<unknown[], { record_id: string }>(
    'SELECT DISTINCT record_id FROM conflict WHERE workspace_id = ? AND record_type = ? AND resolved_by IS NULL',
  )
  const open = db.prepare<unknown[], { seq: number }>(
    'SELECT DISTINCT seq FROM conflict WHERE workspace_id = ? AND resolved_by IS NULL',
  )
  return {
    keep: (row, fields, atRev) => {
      for (const field of fields) {
        const mine = JSON.stringify(row.patch?.after[field] ?? row.set[field] ?? null)
        const base = JSON.stringify(row.patch?.before?.[field] ?? null)
        insert.run(workspaceId, row.recordType, row.recordId, field, row.seq, mine, base, atRev)
      }
    },
    recordsOf: (type) => new Set(records.all(workspaceId, type).map((row) => row.record_id)),
    seqs: () => new Set(open.all(workspaceId).map((row) => row.seq)),
    resolve: (type, recordId, bySeq) =>
      void db
        .prepare(
          'UPDATE conflict SET resolved_by = ? WHERE workspace_id = ? AND record_type = ? AND record_id = ? AND resolved_by IS NULL',
        )
        .run(bySeq, workspaceId, type, recordId),
    settle: (seq) =>
      void db
        .prepare(
          'UPDATE conflict SET resolved_by = seq WHERE workspace_id = ? AND seq = ? AND resolved_by IS NULL',
        )
        .run(workspaceId, seq),
  }
}
