import type { RecordBody, RecordType } from '../../../domain/records/records.ts'
import type { SyncState } from '../../../domain/records/view.ts'
import type { OutboxRow } from './outbox.ts'
import { INDEXED_KEYS, type CopyRow } from './record-copy.ts'
import type { Parts } from './workspace-parts.ts'
import type { LocalRecord, Workspace } from './workspace.ts'

export interface Reading extends Pick<Workspace, 'list' | 'get' | 'having' | 'pending'> {
  /** A record whose row is at hand. */
  view: <T extends RecordType>(type: T, row: Pick<CopyRow, 'id' | 'baseRev' | 'body'>) => LocalRecord<T>
}

export function reading(parts: Parts): Reading {
  const { outbox, copy, conflicts } = parts
  const view: Reading['view'] = (type, row) =>
    toLocal(parts, type, row, outbox.openOfRecord(type, row.id), conflicts.recordsOf(type))
  return {
    view,
    list: (type) => {
      const states = new Map<string, Pick<OutboxRow, 'seq' | 'state' | 'message'>[]>()
      for (const entry of outbox.ofType(type)) {
        states.set(entry.recordId, [...(states.get(entry.recordId) ?? []), entry])
      }
      const inConflict = conflicts.recordsOf(type)
      return copy
        .list(type)
        .map((found) => toLocal(parts, type, found, states.get(found.id) ?? [], inConflict))
    },
    get: (type, id) => {
      const found = copy.get(type, id)
      return found?.body ? view(type, found) : null
    },
    having: (key, text) => copy.having(key, text).map((found) => view(INDEXED_KEYS[key].type, found)),
    pending: (names) =>
      outbox
        .inStates(['pending', 'parked'])
        .filter((entry) => names.includes(entry.name))
        .map((entry) => ({
          seq: entry.seq,
          name: entry.name,
          recordId: entry.recordId,
          syncState: stateOf(parts, [entry]),
          refusal: entry.message,
          set: entry.set,
        })),
  }
}

function toLocal<T extends RecordType>(
  parts: Parts,
  type: T,
  found: Pick<CopyRow, 'id' | 'baseRev' | 'body'>,
  entries: readonly Pick<OutboxRow, 'seq' | 'state' | 'message'>[],
  inConflict: ReadonlySet<string>,
): LocalRecord<T> {
  return {
    type,
    id: found.id,
    baseRev: found.baseRev,
    // Safe: bodies come from typed callers of change() or from pages that were parsed with the type's schema.
    body: found.body as RecordBody<T>,
    syncState: inConflict.has(found.id) ? 'conflict' : stateOf(parts, entries),
    refusal: entries.findLast(({ state }) => state === 'parked')?.message ?? null,
  }
}

function stateOf(parts: Parts, entries: readonly Pick<OutboxRow, 'seq' | 'state'>[]): SyncState {
  if (entries.some(({ state }) => state === 'parked')) return 'refused'
  const pending = entries.filter(({ state }) => state === 'pending')
  if (pending.length === 0) return 'synced'
  return pending.some(({ seq }) => seq <= parts.sendingUpTo) ? 'sending' : 'waiting'
}
