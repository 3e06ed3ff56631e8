import type { Database } from 'better-sqlite3'
import type { Attachment, AttachmentPurpose } from '../../../domain/attachments/attachments-contract.ts'

export interface KeptAttachment extends Attachment {
  tusUrl: string | null
  /** Why the server will not have this file; null while it may. */
  refusal: string | null
  /** Its bytes here are gone or damaged. */
  lost: boolean
}

export interface AttachmentRepository {
  find(workspaceId: number, sha256: string): KeptAttachment | null
  add(
    workspaceId: number,
    attachment: Pick<Attachment, 'sha256' | 'sizeBytes' | 'mediaType' | 'purpose' | 'pageCount'>,
    addedAt: string,
  ): KeptAttachment
  /** Somebody waits for this file on the screen: it goes before all others. */
  wantFirst(workspaceId: number, sha256: string): void
  /** Wanted by something outgoing, not verified, not refused: first what the oldest waiting change names, of its files the smallest first. */
  toUpload(workspaceId: number): KeptAttachment[]
  /** Files that waiting changes name and that were never kept here. */
  namedElsewhere(workspaceId: number): string[]
  /** Which life of the server this workspace knows; null before its first exchange. */
  epoch(workspaceId: number): string | null
  setUpload(
    workspaceId: number,
    sha256: string,
    change: Partial<Pick<KeptAttachment, 'state' | 'uploadedBytes' | 'tusUrl' | 'refusal' | 'lost'>>,
  ): void
}

interface AttachmentRow {
  sha256: string
  size_bytes: number
  media_type: string
  purpose: AttachmentPurpose
  page_count: number | null
  state: Attachment['state']
  uploaded_bytes: number
  tus_url: string | null
  refusal: string | null
  lost: number
}

/** A server that was restored from a backup may have lost what it once verified: then its epoch is another one, and the file counts as staged again. */
const VERIFIED = "state = 'verified' AND verified_epoch IS workspace.epoch"
const COLUMNS = `sha256, size_bytes, media_type, purpose, page_count, uploaded_bytes, tus_url, refusal, lost,
  CASE WHEN state = 'verified' AND NOT (${VERIFIED}) THEN 'staged' ELSE state END AS state`
const FROM = 'attachment JOIN workspace ON workspace.id = attachment.workspace_id'

export function createAttachmentRepository(db: Database): AttachmentRepository {
  const one = db.prepare<[number, string], AttachmentRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE workspace_id = ? AND sha256 = ?`,
  )
  const toUpload = db.prepare<[number], AttachmentRow>(
    `SELECT ${COLUMNS}, (
       SELECT min(outbox.seq) FROM outbox, json_each(outbox.blobs) AS blob
       WHERE outbox.workspace_id = attachment.workspace_id AND outbox.state = 'pending' AND blob.value = attachment.sha256
     ) AS needed_by
     FROM ${FROM} WHERE workspace_id = ? AND wanted = 1 AND NOT (${VERIFIED}) AND refusal IS NULL
     ORDER BY priority, needed_by IS NULL, needed_by, size_bytes, added_at`,
  )
  const namedElsewhere = db
    .prepare<[number], string>(
      `SELECT DISTINCT blob.value FROM outbox, json_each(outbox.blobs) AS blob
       WHERE outbox.workspace_id = ? AND outbox.state = 'pending' AND NOT EXISTS (
         SELECT 1 FROM attachment WHERE attachment.workspace_id = outbox.workspace_id AND sha256 = blob.value)`,
    )
    .pluck()
  const add = db.prepare(
    `INSERT INTO attachment (workspace_id, sha256, size_bytes, media_type, purpose, page_count, state, added_at)
     VALUES (?, ?, ?, ?, ?, ?, 'staged', ?)
     ON CONFLICT (workspace_id, sha256) DO UPDATE SET purpose = excluded.purpose, page_count = excluded.page_count,
       refusal = NULL, lost = 0, unnamed_since = NULL`,
  )
  const wantFirst = db.prepare(
    'UPDATE attachment SET wanted = 1, priority = -1, refusal = NULL, unnamed_since = NULL WHERE workspace_id = ? AND sha256 = ?',
  )
  const epoch = db.prepare<[number], string | null>('SELECT epoch FROM workspace WHERE id = ?').pluck()
  const update = db.prepare(
    `UPDATE attachment SET state = @state, uploaded_bytes = @uploadedBytes, tus_url = @tusUrl, refusal = @refusal, lost = @lost,
       priority = CASE WHEN @state = 'verified' THEN 0 ELSE priority END,
       verified_epoch = CASE WHEN @state = 'verified' THEN (SELECT epoch FROM workspace WHERE id = @workspaceId) END
     WHERE workspace_id = @workspaceId AND sha256 = @sha256`,
  )
  const find = (workspaceId: number, sha256: string) => {
    const row = one.get(workspaceId, sha256)
    return row ? toAttachment(row) : null
  }
  return {
    find,
    add: (workspaceId, { sha256, sizeBytes, mediaType, purpose, pageCount }, addedAt) => {
      add.run(workspaceId, sha256, sizeBytes, mediaType, purpose, pageCount, addedAt)
      const kept = find(workspaceId, sha256)
      if (!kept) throw new Error('an attachment that was just kept is missing')
      return kept
    },
    wantFirst: (workspaceId, sha256) => void wantFirst.run(workspaceId, sha256),
    toUpload: (workspaceId) => toUpload.all(workspaceId).map(toAttachment),
    namedElsewhere: (workspaceId) => namedElsewhere.all(workspaceId),
    epoch: (workspaceId) => epoch.get(workspaceId) ?? null,
    setUpload: (workspaceId, sha256, change) => {
      const known = find(workspaceId, sha256)
      if (!known) return
      const { state, uploadedBytes, tusUrl, refusal, lost } = { ...known, ...change }
      update.run({ workspaceId, sha256, state, uploadedBytes, tusUrl, refusal, lost: lost ? 1 : 0 })
    },
  }
}

function toAttachment(row: AttachmentRow): KeptAttachment {
  return {
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    mediaType: row.media_type,
    purpose: row.purpose,
    pageCount: row.page_count,
    state: row.state,
    uploadedBytes: row.state === 'verified' ? row.size_bytes : row.uploaded_bytes,
    tusUrl: row.tus_url,
    refusal: row.refusal,
    lost: row.lost === 1,
  }
}
