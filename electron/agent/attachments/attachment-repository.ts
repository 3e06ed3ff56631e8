import type { Database } from 'better-sqlite3'
import type { Attachment, AttachmentPurpose } from '../../../domain/attachments/attachments-contract.ts'

export interface KeptAttachment extends Attachment {
  tusUrl: string | null
  /** Why the server will not have this file; null while it may. */
  refusal: string | null
}

export interface AttachmentRepository {
  find(workspaceId: number, sha256: string): KeptAttachment | null
  add(
    workspaceId: number,
    attachment: Pick<Attachment, 'sha256' | 'sizeBytes' | 'mediaType' | 'purpose' | 'pageCount'>,
    addedAt: string,
  ): KeptAttachment
  want(workspaceId: number, sha256: string): void
  /** Wanted by something outgoing, not verified, not refused; in the order in which they were added. */
  toUpload(workspaceId: number): KeptAttachment[]
  setUpload(
    workspaceId: number,
    sha256: string,
    change: Partial<Pick<KeptAttachment, 'state' | 'uploadedBytes' | 'tusUrl' | 'refusal'>>,
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
}

export function createAttachmentRepository(db: Database): AttachmentRepository {
  const one = db.prepare<[number, string], AttachmentRow>(
    'SELECT * FROM attachment WHERE workspace_id = ? AND sha256 = ?',
  )
  const toUpload = db.prepare<[number], AttachmentRow>(
    `SELECT * FROM attachment WHERE workspace_id = ? AND wanted = 1 AND state != 'verified' AND refusal IS NULL ORDER BY added_at`,
  )
  const add = db.prepare<unknown[], AttachmentRow>(
    `INSERT INTO attachment (workspace_id, sha256, size_bytes, media_type, purpose, page_count, state, added_at)
     VALUES (?, ?, ?, ?, ?, ?, 'staged', ?)
     ON CONFLICT (workspace_id, sha256) DO UPDATE SET purpose = excluded.purpose, page_count = excluded.page_count, refusal = NULL
     RETURNING *`,
  )
  const find = (workspaceId: number, sha256: string) => {
    const row = one.get(workspaceId, sha256)
    return row ? toAttachment(row) : null
  }
  return {
    find,
    add: (workspaceId, { sha256, sizeBytes, mediaType, purpose, pageCount }, addedAt) => {
      const row = add.get(workspaceId, sha256, sizeBytes, mediaType, purpose, pageCount, addedAt)
      if (!row) throw new Error('an attachment that was just kept is missing')
      return toAttachment(row)
    },
    want: (workspaceId, sha256) =>
      void db
        .prepare('UPDATE attachment SET wanted = 1, refusal = NULL WHERE workspace_id = ? AND sha256 = ?')
        .run(workspaceId, sha256),
    toUpload: (workspaceId) => toUpload.all(workspaceId).map(toAttachment),
    setUpload: (workspaceId, sha256, change) => {
      const known = find(workspaceId, sha256)
      if (!known) return
      const next = { ...known, ...change }
      db.prepare(
        'UPDATE attachment SET state = ?, uploaded_bytes = ?, tus_url = ?, refusal = ? WHERE workspace_id = ? AND sha256 = ?',
      ).run(next.state, next.uploadedBytes, next.tusUrl, next.refusal, workspaceId, sha256)
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
    uploadedBytes: row.uploaded_bytes,
    tusUrl: row.tus_url,
    refusal: row.refusal,
  }
}
