import type { RecordType } from '../../../domain/records/records.ts'
import type { Fields } from '../../../domain/sync/merge.ts'
import type { Mutation, MutationName } from '../../../domain/sync/sync-contract.ts'
import type { Patch } from './record-overlay.ts'

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
    patch:
      row.patch === null ? null : { before: parseBefore(row.patch_before), after: parseFields(row.patch) },
    staysVisible: row.stays_visible === 1,
    createdAt: row.created_at,
    state: row.state,
    attempts: row.attempts,
    triedAt: row.tried_at,
    message: row.message,
    resultRev: row.result_rev,
  }
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
const parseBefore = (text: string | null) => (text === null ? null : parseFields(text))
// Safe: as above.
const parseTexts = (text: string) => JSON.parse(text) as string[]
