import type { Database } from 'better-sqlite3'
import type { RecordType } from '../../../domain/records/records.ts'
import type { Conflicts } from './conflicts.ts'
import type { Outbox, OutboxRow } from './outbox.ts'
import type { RecordCopy } from './record-copy.ts'

export interface WorkspaceDeps {
  db: Database
  now: () => Date
  onChanged: (types: RecordType[], cause: 'user' | 'server') => void
}

/** What the parts of one workspace work on together. */
export interface Parts extends WorkspaceDeps {
  readonly workspaceId: number
  readonly clientId: string
  readonly outbox: Outbox
  readonly copy: RecordCopy
  readonly conflicts: Conflicts
  /** Mutations up to this number are on the wire just now. */
  sendingUpTo: number
}

/** Ends one refused row; its effect leaves the record with the next recompute. Its content stays for as long as it can be taken back, see `restoreRefused`. */
export function giveUp(parts: Parts, row: Pick<OutboxRow, 'seq' | 'message'>): void {
  const at = parts.now().toISOString()
  parts.outbox.settle(row.seq, { state: 'discarded', rev: null, message: row.message, at })
}
