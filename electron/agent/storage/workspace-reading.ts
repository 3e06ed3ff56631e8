import type { RecordBody, RecordType } from '../../../domain/records/records.ts'
import type { SyncState } from '../../../domain/records/view.ts'
import type { OutboxRow } from './outbox.ts'
import { INDEXED_KEYS, type CopyRow } from './record-copy.ts'
import type { Parts } from './workspace-parts.ts'
import type { LocalRecord, Workspace } from './workspace.ts'

export function reading(parts: Parts): Pick<Workspace, 'list' | 'get' | 'having' | 'pending'> {
  const { outbox, copy, conflicts } = parts
  return {
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
      if (!found?.body) return null
      return toLocal(parts, type, found, outbox.openOfRecord(type, id), conflicts.recordsOf(type))
    },
    having: (key, text) =>
      copy
        .having(key, text)
        .map((found) =>
          toLocal(
            parts,
            INDEXED_KEYS[key].type,
            found,
            outbox.openOfRecord(INDEXED_KEYS[key].type, found.id),
            conflicts.recordsOf(INDEXED_KEYS[key].type),
          ),
        ),
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
  found: CopyRow,
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
