import type { Generated } from 'kysely'
import type { Role } from '../../domain/accounts/role.ts'
import type { ApplicationState } from '../../domain/applications/application.ts'
import type { RecordType } from '../../domain/records/records.ts'
import type { FaceState } from '../../domain/verification/face-contract.ts'
import type { FaceFailureReason } from '../../domain/verification/face-failure.ts'

/**
 * Every table of the server, the same on SQLite and PostgreSQL: instants are ISO 8601 text, booleans 0 or 1, structured values JSON text.
 * A `_hash` column of personal data is an HMAC under the server's own key, so that equal people can be found without keeping an index of numbers.
 */
export interface Tables {
  server_meta: { key: string; value: string }
  account: {
    id: string
    role: Role
    mobile: string
    password_hash: string
    display_name: string
    organisation_id: string | null
    region_code: string | null
    /** EngineerProfile as JSON, engineers only. */
    engineer_profile: string | null
    engineer_verified: number
    failed_attempts: number
    locked_until: string | null
    password_changed_at: string
    created_at: string
  }
  session: {
    token_hash: string
    account_id: string
    created_at: string
    expires_at: string
    last_seen_at: string
    ended_at: string | null
    /** The workstation that uses it, from its first push on. */
    client_id: Generated<string | null>
    /** What the computer called itself at the log-in. */
    device: Generated<string | null>
  }
  sms_code: {
    id: string
    mobile: string
    purpose: string
    code_hash: string
    sent_at: string
    expires_at: string
    attempts: number
    used_at: string | null
  }
  spent_proof: { hash: string; expires_at: string }
  /** Sliding limits by phone, address and day; `key` holds a hash, never a number. */
  limit_count: { key: string; window_start: string; count: number }
  /** One row per feed. `change_seq` is taken under this row's lock, so that numbers become visible in order (PostgreSQL). */
  organisation: {
    id: string
    name: string
    credit_code: string
    province: string
    change_seq: number
    created_at: string
    /** Tombstones up to this change number may be gone. */
    horizon_seq: Generated<number>
  }
  client: {
    id: string
    organisation_id: string
    account_id: string
    last_seq: number
    acked_cursor: number
    revoked_at: string | null
    created_at: string
    name: Generated<string | null>
    app_version: Generated<string | null>
    last_seen_at: Generated<string | null>
    revoked_by: Generated<string | null>
    /** Answers up to this number are on the workstation's disk. */
    acked_seq: Generated<number>
  }
  /** `hash` is of the content alone: the same under any number. */
  applied: { client_id: string; seq: number; hash: string; result: string; applied_at: string }
  /** Content that was answered under another number than its first: `client_id` and `seq` are the first. */
  passed_on: {
    organisation_id: string
    client_id: string
    seq: number
    hash: string
    result: string
    applied_at: string
  }
  record: {
    organisation_id: string
    id: string
    type: RecordType
    rev: number
    change_seq: number
    deleted: number
    schema: number
    body: string
    deleted_at: Generated<string | null>
  }
  version: {
    organisation_id: string
    type: RecordType
    record_id: string
    rev: number
    account_id: string | null
    client_id: string | null
    seq: number | null
    cause: string
    server_time: string
    client_time: string | null
    body: string
    /** 1 where this change deleted the record; the body is its last one. */
    deleted: Generated<number>
  }
  blob: {
    organisation_id: string
    sha256: string
    size_bytes: number
    media_type: string
    verified_at: string
  }
  /** Who counts where: an engineer has one seat in the whole country (Order 7 Art. 11), by ID number and by certificate. */
  engineer_seat: {
    id_number_hash: string
    certificate_hash: string
    second_certificate_hash: string | null
    account_id: string
    organisation_id: string
    record_id: string
  }
  operator_listing: { organisation_id: string; record_id: string; id_number_hash: string }
  application: {
    id: string
    account_id: string
    organisation_id: string
    region_code: string
    state: ApplicationState
    body: string
    submitted_at: string
  }
  manual_review: {
    organisation_id: string
    region_code: string
    statement: string
    requested_at: string
    decided_at: string | null
    decided_by: string | null
    approved: number | null
    reason: string | null
    /** What came of a verification by face goes to review with its pictures. */
    face_session_id: Generated<string | null>
    /** A refusal waits for a second look. */
    refused_by: Generated<string | null>
    refused_at: Generated<string | null>
    refused_reason: Generated<string | null>
  }
  /** One verification by face from its start to its end. No picture and no descriptor is ever here; `private_key` is sealed, and erased at the end. */
  face_session: {
    id: string
    organisation_id: string
    account_id: string
    person_hash: string
    way: 'pc' | 'phone' | 'outside'
    state: FaceState
    version: number
    nonce: string
    prompts: string
    created_at: string
    expires_at: string
    token_hash: string | null
    code: string | null
    public_key: string | null
    private_key: string | null
    consent_version: string | null
    consent_at: string | null
    camera_label: string | null
    /** When prompts were shown: counts as a try. */
    revealed_at: string | null
    submitted_at: string | null
    ended_at: string | null
    reason: FaceFailureReason | null
    findings: string | null
    versions: string | null
    payload_hash: string | null
    outside_receipt: string | null
    /** While pictures of it lie encrypted in the folder face-material; they are erased then at the latest. */
    material_until: string | null
  }
  /** HMAC of every picture that was judged, for a month: the same file never comes twice out of a camera. */
  face_picture: { hash: string; session_id: string; seen_at: string }
  /** What 信息公开 shows; a row exists exactly while the self-entry is effective. `body` is a PublishedOrganisation as JSON. */
  published: {
    organisation_id: string
    name: string
    credit_code: string
    region_codes: string
    service_types: string
    effective_since: string
    body: string
  }
  label_key: {
    key_id: string
    organisation_id: string
    client_id: string
    public_key: string
    serial_prefix: string
    created_at: string
    revoked_at: string | null
    /** The highest number that had been reported when the key was stopped. */
    last_number: number | null
  }
  label: { serial: string; organisation_id: string; record_id: string; key_id: string }
  /** Hash-chained: `hash` covers the row and `previous_hash`. `details` holds no personal data. */
  audit: {
    number: number
    at: string
    account_id: string | null
    organisation_id: string | null
    action: string
    subject: string
    details: string
    previous_hash: string
    hash: string
  }
}
