import type { OutboxDetail, OutboxEntry } from '../../../domain/sync/sync-contract.ts'
import type { OutboxState } from './outbox.ts'
import type { Parts } from './workspace-parts.ts'

/** An entry of 同步中心 as far as this workstation's own rows tell; why it waits depends on the connection and on its files. */
export type StoredEntry = Omit<OutboxEntry, 'waitsFor'> & { blobs: string[] }
export type StoredDetail = StoredEntry & Pick<OutboxDetail, 'changes'>

interface EntryRow {
  seq: number
  name: OutboxEntry['name']
  record_type: OutboxEntry['recordType']
  record_id: string
  title: string
  blobs: string
  state: OutboxState
  created_at: string
  attempts: number
  tried_at: string | null
  answered_at: string | null
  message: string | null
}

/** Without the contents, which would take long to read from ten thousand rows. */
const COLUMNS =
  'seq, name, record_type, record_id, title, blobs, state, created_at, attempts, tried_at, answered_at, message'

/** What waits, what was refused and what is in conflict; oldest first. */
export function listEntries(parts: Parts): StoredEntry[] {
  const open = parts.conflicts.seqs()
  return parts.db
    .prepare<[{ workspaceId: number; open: string }], EntryRow>(
      `SELECT ${COLUMNS} FROM outbox WHERE workspace_id = @workspaceId AND state IN ('pending', 'parked')
       UNION ALL
       SELECT ${COLUMNS} FROM outbox WHERE workspace_id = @workspaceId AND state = 'acked' AND seq IN (SELECT value FROM json_each(@open))
       ORDER BY seq`,
    )
    .all({ workspaceId: parts.workspaceId, open: JSON.stringify([...open]) })
    .map((row) => toEntry(row, parts.sendingUpTo, open.has(row.seq)))
}

/** One of the entries with what it would change; null when the number is none of theirs. */
export function readDetail(parts: Parts, seq: number): StoredDetail | null {
  const entry = listEntries(parts).find((candidate) => candidate.seq === seq)
  const row = parts.outbox.get(seq)
  const mutation = parts.outbox.mutation(seq)
  if (!entry || !row || !mutation) return null
  const typed = Object.keys(mutation.set).length > 0
  const after = typed ? mutation.set : (row.patch?.after ?? {})
  const before = { ...row.patch?.before, ...mutation.base }
  return {
    ...entry,
    changes: Object.entries(after).map(([field, value]) => ({
      field,
      before: before[field] ?? null,
      after: value,
    })),
  }
}

function toEntry(row: EntryRow, sendingUpTo: number, inConflict: boolean): StoredEntry {
  const waiting = row.seq <= sendingUpTo ? 'sending' : 'waiting'
  return {
    seq: row.seq,
    name: row.name,
    recordType: row.record_type,
    recordId: row.record_id,
    title: row.title,
    state: inConflict ? 'conflict' : row.state === 'parked' ? 'refused' : waiting,
    createdAt: row.created_at,
    // The outbox counts what was sent in vain; the answered try comes on top.
    attempts: row.attempts + (row.state === 'pending' ? 0 : 1),
    triedAt: row.state === 'pending' ? row.tried_at : (row.answered_at ?? row.tried_at),
    message: inConflict ? '其他工作站也修改了同样的内容，现为对方的值，请逐项决定采用哪一方的' : row.message,
    // Safe: written only by the outbox, as a JSON list of hashes.
    blobs: JSON.parse(row.blobs) as string[],
  }
}
