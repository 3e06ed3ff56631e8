import type { RecordType } from '../../../domain/records/records.ts'
import type { Parts } from './workspace-parts.ts'

/** How far this workspace is in step with the server. */
export interface SyncPosition {
  epoch: string | null
  cursor: number
  /** The feed's head when reading it from its start began; null once its end was reached. */
  snapshotHead: number | null
  lastConfirmedAt: string | null
  /** Since when the organisation has shut this workstation out; null while it has not. */
  revokedAt: string | null
  /** Every mutation up to this number has been answered. */
  ackedSeq: number
}

/** How much of the feed has come in since reading began, in change numbers. */
export interface ReadingProgress {
  done: number
  total: number
}

export interface WorkspacePosition {
  position(): SyncPosition
  confirm(): void
  setRevoked(revoked: boolean): void
  /** Mutations up to this number are on the wire just now. */
  setSending(upToSeq: number): void
  /** These were sent in vain; nothing is on the wire any more. */
  countAttempt(fromSeq: number, upToSeq: number): void
  /** null while nothing is read, or only little. */
  reading(): ReadingProgress | null
  setReading(progress: ReadingProgress | null): void
  /** Tells that the server has changed records of these types. */
  announce(types: ReadonlySet<RecordType>): void
}

interface StoredPosition {
  epoch: string | null
  cursor: number
  snapshot_head: number | null
  last_confirmed_at: string | null
  revoked_at: string | null
  last_seq: number
}

export function positioning(parts: Parts): WorkspacePosition {
  const { db, outbox, workspaceId } = parts
  const read = db.prepare<[number], StoredPosition>(
    'SELECT epoch, cursor, snapshot_head, last_confirmed_at, revoked_at, last_seq FROM workspace WHERE id = ?',
  )
  const confirm = db.prepare('UPDATE workspace SET last_confirmed_at = ? WHERE id = ?')
  const revoke = db.prepare('UPDATE workspace SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?')
  const readmit = db.prepare('UPDATE workspace SET revoked_at = NULL WHERE id = ? AND revoked_at IS NOT NULL')
  let progress: ReadingProgress | null = null
  return {
    position: () => {
      const row = read.get(workspaceId)
      const firstPending = outbox.firstPending()
      return {
        epoch: row?.epoch ?? null,
        cursor: row?.cursor ?? 0,
        snapshotHead: row?.snapshot_head ?? null,
        lastConfirmedAt: row?.last_confirmed_at ?? null,
        revokedAt: row?.revoked_at ?? null,
        ackedSeq: firstPending === null ? (row?.last_seq ?? 0) : Math.max(0, firstPending - 1),
      }
    },
    confirm: () => void confirm.run(parts.now().toISOString(), workspaceId),
    setRevoked: (revoked) => {
      if (revoked) revoke.run(parts.now().toISOString(), workspaceId)
      else readmit.run(workspaceId)
    },
    setSending: (upToSeq) => {
      parts.sendingUpTo = upToSeq
    },
    countAttempt: (fromSeq, upToSeq) => {
      parts.sendingUpTo = 0
      const types = outbox.countAttempt(fromSeq, upToSeq, parts.now().toISOString())
      // Whoever looked while they were on the wire has seen them so.
      if (types.length > 0) parts.onChanged(types, 'server')
    },
    reading: () => progress,
    setReading: (next) => {
      progress = next
      parts.onChanged([], 'server')
    },
    announce: (types) => {
      if (types.size > 0) parts.onChanged([...types], 'server')
    },
  }
}
