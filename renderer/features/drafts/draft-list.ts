import { DRAFT_FORM_LABELS, type Draft } from '../../../domain/drafts/draft.ts'
import type { SyncedEntry } from '../../../domain/drafts/drafts-contract.ts'
import { RECORD_TYPE_LABELS } from '../../../domain/records/field-labels.ts'
import type { RecordType } from '../../../domain/records/records.ts'
import { SYNC_STATE_LABELS, type SyncState } from '../../../domain/records/view.ts'
import type { OutboxEntry } from '../../../domain/sync/sync-contract.ts'
import { draftPlace } from './draft-place.ts'

export type ListState = 'draft' | SyncState

export const LIST_STATES: readonly ListState[] = [
  'draft',
  'waiting',
  'sending',
  'conflict',
  'refused',
  'synced',
]
export const LIST_STATE_LABELS: Record<ListState, string> = { draft: '草稿', ...SYNC_STATE_LABELS }

/** One line of 草稿箱: what it is, how far it has come, and where it is gone on with. */
export interface ListEntry {
  id: string
  state: ListState
  kind: string
  title: string
  /** Why it stands where it stands; empty where nothing is to be said. */
  note: string
  at: string
  place: string
  /** Set for what can be given up here. */
  draft: Draft | null
}

/** Everything somebody has under way, what needs him first and within that the newest first. */
export function listEntries(found: {
  drafts: readonly Draft[]
  outbox: readonly OutboxEntry[]
  synced: readonly SyncedEntry[]
}): ListEntry[] {
  const underWay = new Set(found.outbox.map(({ seq }) => seq))
  const entries = [
    ...found.drafts.map(ofDraft),
    ...found.outbox.map(ofOutbox),
    ...found.synced.filter(({ seq }) => !underWay.has(seq)).map(ofSynced),
  ]
  return entries.sort((a, b) => urgency(a.state) - urgency(b.state) || b.at.localeCompare(a.at))
}

export function filterEntries(
  entries: readonly ListEntry[],
  { text, state }: { text: string; state: ListState | null },
): ListEntry[] {
  const words = text.trim().toLowerCase().split(/\s+/)
  return entries.filter((entry) => {
    const haystack = `${entry.kind} ${entry.title}`.toLowerCase()
    return (state === null || entry.state === state) && words.every((word) => haystack.includes(word))
  })
}

function urgency(state: ListState): number {
  if (state === 'conflict' || state === 'refused') return 0
  return state === 'synced' ? 2 : 1
}

function ofDraft(draft: Draft): ListEntry {
  const kind = DRAFT_FORM_LABELS[draft.form]
  return {
    id: `draft-${draft.id}`,
    state: 'draft',
    kind,
    title: draft.title || kind,
    note: '',
    at: draft.savedAt,
    place: draftPlace(draft),
    draft,
  }
}

function ofOutbox(entry: OutboxEntry): ListEntry {
  return {
    id: `seq-${entry.seq}`,
    state: entry.state,
    kind: entry.recordType === null ? '查看记录' : RECORD_TYPE_LABELS[entry.recordType],
    title: entry.title,
    note: entry.message ?? '',
    at: entry.createdAt,
    place: outboxPlace(entry),
    draft: null,
  }
}

/** What stands still is mended on a page of its own; what is on its way can only be watched. */
function outboxPlace({ state, seq, recordType, recordId }: OutboxEntry): string {
  if (state === 'refused') return `/sync/parked/${seq}`
  if (state !== 'conflict' || recordType === null) return '/sync'
  return `/sync/conflicts/${recordType}/${encodeURIComponent(recordId)}`
}

function ofSynced({ seq, recordType, recordId, title, confirmedAt }: SyncedEntry): ListEntry {
  return {
    id: `seq-${seq}`,
    state: 'synced',
    kind: RECORD_TYPE_LABELS[recordType],
    title,
    note: '',
    at: confirmedAt,
    place: recordPlace(recordType, recordId),
    draft: null,
  }
}

function recordPlace(type: RecordType, id: string): string {
  switch (type) {
    case 'operator':
      return '/people/operators'
    case 'engineer':
    case 'application':
      return '/people/engineers'
    case 'project':
      return `/practice/${encodeURIComponent(id)}`
    case 'label':
      return '/labels'
    case 'label-template':
      return `/label-templates/${encodeURIComponent(id)}`
    case 'self-entry':
    case 'self-entry-revision':
      return '/self-entry/view'
    case 'organisation':
      return '/organisation'
    case 'notice':
      return '/notices'
    case 'penalty':
      return '/penalties'
  }
}
