import type { RecordType } from '../../../domain/records/records.ts'
import { sameValue, type Fields } from '../../../domain/sync/merge.ts'
import type { Mutation, MutationName } from '../../../domain/sync/sync-contract.ts'
import { omit, pick, type Patch } from './record-overlay.ts'

export type OutboxState = 'pending' | 'acked' | 'parked' | 'discarded'

/** One outgoing mutation with its effect on this workstation. Content never changes once written; its number does only where `renumber` says so. */
export interface OutboxRow {
  seq: number
  name: MutationName
  recordType: RecordType | null
  recordId: string
  title: string
  set: Fields
  blobs: string[]
  patch: Patch | null
  staysVisible: boolean
  createdAt: string
  state: OutboxState
  attempts: number
  triedAt: string | null
  message: string | null
  resultRev: number | null
}

/** A mutation as it goes over the wire, in JSON made from what is stored without reading it. */
export interface OutgoingMutation {
  seq: number
  blobs: string[]
  json: string
}

export interface StoredOutboxRow {
  seq: number
  name: MutationName
  version: number
  record_type: RecordType | null
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
  state: OutboxState
  attempts: number
  tried_at: string | null
  message: string | null
  result_rev: number | null
  origin_client: string | null
  origin_seq: number | null
}

export function toOutboxRow(row: StoredOutboxRow): OutboxRow {
  return {
    seq: row.seq,
    name: row.name,
    recordType: row.record_type,
    recordId: row.record_id,
    title: row.title,
    set: parseFields(row.set_fields),
    blobs: parseTexts(row.blobs),
    patch: patchOf(row),
    staysVisible: row.stays_visible === 1,
    createdAt: row.created_at,
    state: row.state,
    attempts: row.attempts,
    triedAt: row.tried_at,
    message: row.message,
    resultRev: row.result_rev,
  }
}

export type StoredPatch = Pick<
  StoredOutboxRow,
  'set_fields' | 'base_fields' | 'patch_before' | 'patch' | 'patch_shared'
>

/** What of a patch says the same as the mutation itself is kept once: `patch_shared` names those fields. */
export function toStoredPatch(
  patch: Patch | null,
  set: Fields,
  base: Fields,
): Omit<StoredPatch, 'set_fields' | 'base_fields'> {
  if (patch === null) return { patch: null, patch_before: null, patch_shared: null }
  const { before, after } = patch
  const shared = Object.keys(set).filter(
    (name) =>
      name in after &&
      sameValue(after[name], set[name]) &&
      (before === null || (name in before === name in base && sameValue(before[name], base[name]))),
  )
  const rest = (fields: Fields) => JSON.stringify(omit(fields, shared))
  return {
    patch: rest(after),
    patch_before: before === null ? null : rest(before),
    patch_shared: JSON.stringify(shared),
  }
}

export function patchOf(row: StoredPatch): Patch | null {
  if (row.patch === null) return null
  const shared = row.patch_shared === null ? [] : parseTexts(row.patch_shared)
  const before =
    row.patch_before === null
      ? null
      : { ...pick(parseFields(row.base_fields), shared), ...parseFields(row.patch_before) }
  return { before, after: { ...pick(parseFields(row.set_fields), shared), ...parseFields(row.patch) } }
}

export function toMutation(row: StoredOutboxRow): Mutation {
  return {
    seq: row.seq,
    name: row.name,
    version: row.version,
    recordId: row.record_id,
    baseRev: row.base_rev,
    set: parseFields(row.set_fields),
    base: parseFields(row.base_fields),
    blobs: parseTexts(row.blobs),
    clientTime: row.created_at,
    ...(row.origin_client === null || row.origin_seq === null
      ? {}
      : { origin: { clientId: row.origin_client, seq: row.origin_seq } }),
  }
}

export function toOutgoing(row: StoredOutboxRow): OutgoingMutation {
  const parts = [
    `"seq":${String(row.seq)}`,
    `"name":${JSON.stringify(row.name)}`,
    `"version":${String(row.version)}`,
    `"recordId":${JSON.stringify(row.record_id)}`,
    `"baseRev":${String(row.base_rev)}`,
    `"set":${row.set_fields}`,
    `"base":${row.base_fields}`,
    `"blobs":${row.blobs}`,
    `"clientTime":${JSON.stringify(row.created_at)}`,
  ]
  if (row.origin_client !== null) {
    parts.push(`"origin":{"clientId":${JSON.stringify(row.origin_client)},"seq":${String(row.origin_seq)}}`)
  }
  return { seq: row.seq, blobs: parseTexts(row.blobs), json: `{${parts.join(',')}}` }
}

// Safe: these columns are written only by the outbox's insert and setPatch, as JSON of these shapes.
const parseFields = (text: string) => JSON.parse(text) as Fields
// Safe: as above.
const parseTexts = (text: string) => JSON.parse(text) as string[]
