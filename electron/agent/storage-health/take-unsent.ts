import { isDeepStrictEqual } from 'node:util'
import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Unsent } from '../../../domain/storage/storage-contract.ts'
import { inTransaction } from '../storage/database.ts'
import { recomputeRecords } from './recompute-records.ts'
import type { ContentOwner } from './unsent-content.ts'
import type { CarriedChange, CarriedDraft, CarriedFile, UnsentManifest } from './unsent-manifest.ts'

export interface Taken {
  added: Unsent
  alreadyHere: Unsent
}

/**
 * Puts carried content into this workstation's outbox and drafts, in one transaction; the files' bytes must be kept already. What is here already, under whatever
 * number, is left out.
 */
export function takeUnsent(db: Database, owner: ContentOwner, manifest: UnsentManifest): Taken {
  return inTransaction(db, () => {
    const { workspace } = owner
    const files = workspace ? countTrue(manifest.files.map((file) => takeFile(db, workspace.id, file))) : 0
    const changes = workspace
      ? countTrue(manifest.changes.map((change) => takeChange(db, workspace, change)))
      : 0
    const drafts = countTrue(manifest.drafts.map((draft) => takeDraft(db, owner.accountId, draft)))
    if (workspace) recomputeRecords(db, workspace.id)
    return {
      added: { changes, drafts, files },
      alreadyHere: {
        changes: manifest.changes.length - changes,
        drafts: manifest.drafts.length - drafts,
        files: manifest.files.length - files,
      },
    }
  })
}

const countTrue = (answers: readonly boolean[]) => answers.filter(Boolean).length

function takeFile(db: Database, workspaceId: number, file: CarriedFile): boolean {
  const found = db
    .prepare('UPDATE attachment SET lost = 0 WHERE workspace_id = ? AND sha256 = ? AND lost = 1')
    .run(workspaceId, file.sha256)
  if (found.changes > 0) return true
  const { changes } = db
    .prepare(
      `INSERT OR IGNORE INTO attachment (workspace_id, sha256, size_bytes, media_type, purpose, page_count, state, wanted, added_at)
       VALUES (?, ?, ?, ?, ?, ?, 'staged', ?, ?)`,
    )
    .run(
      workspaceId,
      file.sha256,
      file.sizeBytes,
      file.mediaType,
      file.purpose,
      file.pageCount,
      file.wanted ? 1 : 0,
      file.addedAt,
    )
  return changes > 0
}

function takeChange(
  db: Database,
  workspace: { id: number; clientId: string },
  change: CarriedChange,
): boolean {
  if (isHere(db, workspace, change)) return false
  const seq = db
    .prepare('UPDATE workspace SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq')
    .pluck()
    .get(workspace.id)
  db.prepare(
    `INSERT INTO outbox (workspace_id, seq, name, version, record_type, record_id, base_rev, title, set_fields, base_fields,
      blobs, patch_before, patch, stays_visible, created_at, state, origin_client, origin_seq)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)`,
  ).run(
    workspace.id,
    seq,
    change.name,
    change.version,
    change.recordType,
    change.recordId,
    change.baseRev,
    change.title,
    JSON.stringify(change.set),
    JSON.stringify(change.base),
    JSON.stringify(change.blobs),
    change.patch?.before ? JSON.stringify(change.patch.before) : null,
    change.patch ? JSON.stringify(change.patch.after) : null,
    change.staysVisible ? 1 : 0,
    change.createdAt,
    change.origin?.clientId ?? null,
    change.origin?.seq ?? null,
  )
  // A file that was kept here before, for something unsent, is not carried in; the change waits for it all the same.
  db.prepare(
    'UPDATE attachment SET wanted = 1 WHERE workspace_id = ? AND sha256 IN (SELECT value FROM json_each(?))',
  ).run(workspace.id, JSON.stringify(change.blobs))
  return true
}

/** By the number it was first given, or by the content itself: on the workstation it came from it has another number after a restore. */
function isHere(db: Database, workspace: { id: number; clientId: string }, change: CarriedChange): boolean {
  const byOrigin = db
    .prepare('SELECT 1 FROM outbox WHERE workspace_id = ? AND origin_client = ? AND origin_seq = ?')
    .get(workspace.id, change.origin?.clientId ?? '', change.origin?.seq ?? 0)
  if (byOrigin) return true
  return db
    .prepare<unknown[], { set_fields: string }>(
      'SELECT set_fields FROM outbox WHERE workspace_id = ? AND record_id = ? AND name = ? AND created_at = ?',
    )
    .all(workspace.id, change.recordId, change.name, change.createdAt)
    .some((row) => isDeepStrictEqual(JSON.parse(row.set_fields), change.set))
}

/** A draft of the same form that says something else stays; the carried one is kept beside it, under a subject of its own. */
function takeDraft(db: Database, scope: string, draft: CarriedDraft): boolean {
  const known = db
    .prepare<unknown[], { subject: string; content: string }>(
      'SELECT subject, content FROM draft WHERE scope = ? AND form = ?',
    )
    .all(scope, draft.form)
  const sameContent = known.filter(({ content }) => isDeepStrictEqual(JSON.parse(content), draft.content))
  const beside = besideOf(draft.subject)
  if (sameContent.some(({ subject }) => subject === draft.subject || subject.startsWith(beside))) return false
  const isTaken = known.some(({ subject }) => subject === draft.subject)
  const subject = isTaken ? beside + randomUUID().slice(0, 8) : draft.subject
  const title = isTaken ? `${draft.title}（导入）` : draft.title
  db.prepare(
    'INSERT INTO draft (scope, form, subject, id, title, content, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(scope, draft.form, subject, randomUUID(), title, JSON.stringify(draft.content), draft.savedAt)
  return true
}

const besideOf = (subject: string) => `${subject}-imported-`
