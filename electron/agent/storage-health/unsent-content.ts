import type { Database } from 'better-sqlite3'
import type { Unsent } from '../../../domain/storage/storage-contract.ts'
import { patchOf } from '../storage/outbox-rows.ts'
import { CarriedChange, CarriedDraft, CarriedFile, UnsentManifest } from './unsent-manifest.ts'

/** Whose content is meant. Those without an organisation have drafts and nothing else. */
export interface ContentOwner {
  accountId: string
  organisationId: string | null
  workspace: { id: number; clientId: string } | null
}

interface ChangeRow {
  seq: number
  name: string
  version: number
  record_type: string | null
  record_id: string
  base_rev: number
  title: string
  set_fields: string
  base_fields: string
  blobs: string
  patch_before: string | null
  patch: string | null
  patch_shared: string | null
  stays_visible: number
  created_at: string
  origin_client: string | null
  origin_seq: number | null
}
interface FileRow {
  sha256: string
  size_bytes: number
  media_type: string
  purpose: string
  page_count: number | null
  wanted: number
  added_at: string
}
interface DraftRow {
  form: string
  subject: string
  title: string
  content: string
  saved_at: string
}

const UNSENT_CHANGES = "FROM outbox WHERE workspace_id = ? AND state IN ('pending', 'parked')"
/** What an unsent change names counts too where only an earlier life of the server has verified it. */
const UNSENT_FILES = `FROM attachment WHERE workspace_id = ? AND (state <> 'verified' OR
  (verified_epoch IS NOT (SELECT epoch FROM workspace WHERE workspace.id = workspace_id) AND sha256 IN (
    SELECT blob.value FROM outbox, json_each(outbox.blobs) AS blob
     WHERE outbox.workspace_id = attachment.workspace_id AND outbox.state IN ('pending', 'parked'))))`

/** Of everybody who has worked here when nobody is signed in. */
export function countUnsent(db: Database, owner: ContentOwner | null): Unsent {
  const count = (what: string, of: (string | number)[]) =>
    Number(
      db
        .prepare(`SELECT count(*) ${what}`)
        .pluck()
        .get(...of),
    )
  if (!owner) {
    return {
      changes: count("FROM outbox WHERE state IN ('pending', 'parked')", []),
      drafts: count('FROM draft', []),
      files: count("FROM attachment WHERE state <> 'verified'", []),
    }
  }
  const { workspace } = owner
  return {
    changes: workspace ? count(UNSENT_CHANGES, [workspace.id]) : 0,
    drafts: count('FROM draft WHERE scope = ?', [owner.accountId]),
    files: workspace ? count(UNSENT_FILES, [workspace.id]) : 0,
  }
}

/** Everything of this owner that nobody but this workstation has. */
export function collectUnsent(db: Database, owner: ContentOwner): UnsentManifest {
  const { workspace } = owner
  const changes = workspace
    ? db.prepare<[number], ChangeRow>(`SELECT * ${UNSENT_CHANGES} ORDER BY abs(seq)`).all(workspace.id)
    : []
  const files = workspace
    ? db.prepare<[number], FileRow>(`SELECT * ${UNSENT_FILES} ORDER BY added_at`).all(workspace.id)
    : []
  const drafts = db
    .prepare<[string], DraftRow>('SELECT * FROM draft WHERE scope = ? ORDER BY saved_at')
    .all(owner.accountId)
  return UnsentManifest.parse({
    format: 1,
    accountId: owner.accountId,
    organisationId: owner.organisationId,
    changes: changes.map((row) => toChange(row, workspace?.clientId ?? '')),
    drafts: drafts.map(toDraft),
    files: files.map(toFile),
  })
}

function toChange(row: ChangeRow, clientId: string): CarriedChange {
  const own = row.seq > 0 ? { clientId, seq: row.seq } : null
  const first =
    row.origin_client !== null && row.origin_seq !== null
      ? { clientId: row.origin_client, seq: row.origin_seq }
      : own
  return CarriedChange.parse({
    origin: first,
    name: row.name,
    version: row.version,
    recordType: row.record_type,
    recordId: row.record_id,
    baseRev: row.base_rev,
    title: row.title,
    set: parse(row.set_fields),
    base: parse(row.base_fields),
    blobs: parse(row.blobs),
    patch: patchOf(row),
    staysVisible: row.stays_visible === 1,
    createdAt: row.created_at,
  })
}

/** Checked by the schema around it. */
const parse = (text: string): unknown => JSON.parse(text)

const toDraft = (row: DraftRow): CarriedDraft =>
  CarriedDraft.parse({
    form: row.form,
    subject: row.subject,
    title: row.title,
    content: parse(row.content),
    savedAt: row.saved_at,
  })

const toFile = (row: FileRow): CarriedFile =>
  CarriedFile.parse({
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    mediaType: row.media_type,
    purpose: row.purpose,
    pageCount: row.page_count,
    wanted: row.wanted === 1,
    addedAt: row.added_at,
  })
