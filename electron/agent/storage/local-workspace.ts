import type { Database } from 'better-sqlite3'
import type { RecordBody, RecordType } from '../../../domain/records/records.ts'
import type { SyncState } from '../../../domain/records/view.ts'
import { sameValue, type Fields } from '../../../domain/sync/merge.ts'
import type { MutationResult, OutboxEntry, RecordChange } from '../../../domain/sync/sync-contract.ts'
import { createConflicts } from './conflicts.ts'
import { inTransaction } from './database.ts'
import { createOutbox, toEntry, type Outbox, type OutboxRow } from './outbox.ts'
import { createRecordCopy, type CopyRow, type RecordCopy } from './record-copy.ts'
import { patchBetween, pick } from './record-overlay.ts'
import type { Enqueued, LocalRecord, Workspace } from './workspace.ts'

/** How far this workspace is in step with the server. */
export interface SyncPosition {
  epoch: string | null
  cursor: number
  lastConfirmedAt: string | null
}

/** A workspace with what synchronising needs besides. */
export interface LocalWorkspace extends Workspace {
  readonly id: number
  readonly accountId: string
  readonly organisationId: string
  readonly clientId: string
  readonly outbox: Outbox
  position(): SyncPosition
  /** Takes the server's answers to a push, in one transaction. */
  takeResults(epoch: string, results: readonly MutationResult[]): void
  /** Takes a page of the feed and the cursor behind it, in one transaction. */
  takePage(epoch: string, cursor: number, changes: readonly RecordChange[]): void
  /** The server was restored or lost rows: offers everything from this number on again, and reads the feed anew when its epoch changed. */
  startOver(fromSeq: number, epoch: string | null): void
  confirm(): void
  /** Mutations up to this number are on the wire just now. */
  setSending(upToSeq: number): void
  counts(): { waiting: number; refused: number; conflicts: number }
  entries(): OutboxEntry[]
  /** Gives up one refused or conflicting entry for good; false when there is no such entry. */
  discard(seq: number): boolean
}

export interface WorkspaceRow {
  id: number
  account_id: string
  organisation_id: string
  client_id: string
}

export interface WorkspaceDeps {
  db: Database
  now: () => Date
  onChanged: (types: RecordType[], cause: 'user' | 'server') => void
}

export function createLocalWorkspace(row: WorkspaceRow, deps: WorkspaceDeps): LocalWorkspace {
  const { db } = deps
  const outbox = createOutbox(db, row.id)
  const copy = createRecordCopy(db, row.id, outbox)
  const conflicts = createConflicts(db, row.id)
  const parts: Parts = { ...deps, workspaceId: row.id, outbox, copy, conflicts, sendingUpTo: 0 }
  return {
    id: row.id,
    accountId: row.account_id,
    organisationId: row.organisation_id,
    clientId: row.client_id,
    outbox,
    ...reading(parts),
    ...changing(parts),
    ...answering(parts),
    ...overseeing(parts),
  }
}

interface Parts extends WorkspaceDeps {
  workspaceId: number
  outbox: Outbox
  copy: RecordCopy
  conflicts: ReturnType<typeof createConflicts>
  sendingUpTo: number
}

function reading(parts: Parts): Pick<Workspace, 'list' | 'get' | 'pending'> {
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
      return toLocal(parts, type, found, outbox.ofRecord(type, id), conflicts.recordsOf(type))
    },
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

function changing(parts: Parts): Pick<Workspace, 'change' | 'abandonRefused'> {
  const { db, copy, outbox } = parts
  const get = reading(parts).get
  return {
    change: (type, body, mutation) => {
      inTransaction(db, () => {
        enqueue(parts, type, body, mutation)
      })
      parts.onChanged([type], 'user')
      return body === null ? null : get(type, mutation.recordId)
    },
    abandonRefused: (type, id) => {
      const refused = outbox.ofRecord(type, id).filter(({ state }) => state === 'parked')
      inTransaction(db, () => {
        for (const entry of refused) giveUp(parts, entry.seq)
        copy.recompute(type, id)
      })
      if (refused.length > 0) parts.onChanged([type], 'user')
      return refused.length > 0
    },
  }
}

function enqueue(parts: Parts, type: RecordType, body: Fields | null, mutation: Enqueued): void {
  const { copy, outbox, conflicts } = parts
  const { recordId } = mutation
  const earlier = outbox.ofRecord(type, recordId)
  const refused = earlier.filter(({ state, name }) => state === 'parked' && name === mutation.name)
  const expected = copy.expected(type, recordId)
  const set = mutation.fieldwise && expected ? changedFields(mutation.set, expected) : mutation.set
  for (const entry of refused) giveUp(parts, entry.seq)
  if (mutation.fieldwise && expected && Object.keys(set).length === 0) {
    copy.recompute(type, recordId)
    return
  }
  const seq = takeSeq(parts)
  const answeredRevs = earlier.map(({ resultRev }) => resultRev ?? 0)
  outbox.insert({
    seq,
    name: mutation.name,
    version: mutation.version,
    recordType: mutation.silent ? null : type,
    recordId,
    baseRev: Math.max(copy.get(type, recordId)?.baseRev ?? 0, ...answeredRevs),
    title: mutation.title,
    set,
    base: pick(expected ?? {}, Object.keys(set)),
    blobs: mutation.blobs ?? [],
    patch: body === null ? null : patchBetween(expected, body),
    staysVisible: mutation.fieldwise === true || expected === null,
    createdAt: parts.now().toISOString(),
  })
  markWanted(parts, mutation.blobs ?? [])
  if (body === null) return
  conflicts.resolve(type, recordId, seq)
  copy.putBody(type, recordId, body)
}

function changedFields(set: Fields, expected: Fields): Fields {
  return Object.fromEntries(
    Object.entries(set).filter(([field, value]) => !sameValue(expected[field], value)),
  )
}

/** The next number of this workspace; taken in the mutation's own transaction, so that there is never a gap. */
function takeSeq(parts: Parts): number {
  return Number(
    parts.db
      .prepare('UPDATE workspace SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq')
      .pluck()
      .get(parts.workspaceId),
  )
}

function markWanted(parts: Parts, blobs: readonly string[]): void {
  const mark = parts.db.prepare('UPDATE attachment SET wanted = 1 WHERE workspace_id = ? AND sha256 = ?')
  for (const sha256 of blobs) mark.run(parts.workspaceId, sha256)
}

function giveUp(parts: Parts, seq: number): void {
  parts.outbox.settle(seq, { state: 'discarded', rev: null, message: null, at: parts.now().toISOString() })
  parts.outbox.setPatch(seq, null)
}

function answering(parts: Parts): Pick<LocalWorkspace, 'takeResults' | 'takePage' | 'startOver' | 'confirm'> {
  const { db, copy, outbox } = parts
  const setEpoch = (epoch: string) =>
    void db.prepare('UPDATE workspace SET epoch = ? WHERE id = ?').run(epoch, parts.workspaceId)
  return {
    takeResults: (epoch, results) => {
      const types = inTransaction(db, () => {
        setEpoch(epoch)
        return results.flatMap((result) => takeResult(parts, result))
      })
      if (results.length > 0) parts.onChanged([...new Set(types)], 'server')
    },
    takePage: (epoch, cursor, changes) => {
      inTransaction(db, () => {
        setEpoch(epoch)
        for (const { type, id, rev, body } of changes) {
          copy.putBase(type, id, rev, body)
          copy.recompute(type, id)
        }
        db.prepare('UPDATE workspace SET cursor = ? WHERE id = ?').run(cursor, parts.workspaceId)
      })
      if (changes.length > 0) parts.onChanged([...new Set(changes.map(({ type }) => type))], 'server')
    },
    startOver: (fromSeq, epoch) =>
      inTransaction(db, () => {
        outbox.offerAgain(fromSeq)
        if (epoch === null) return
        setEpoch(epoch)
        db.prepare('UPDATE workspace SET cursor = 0 WHERE id = ?').run(parts.workspaceId)
      }),
    confirm: () =>
      void db
        .prepare('UPDATE workspace SET last_confirmed_at = ? WHERE id = ?')
        .run(parts.now().toISOString(), parts.workspaceId),
  }
}

function takeResult(parts: Parts, result: MutationResult): RecordType[] {
  const { outbox, copy } = parts
  const row = outbox.get(result.seq)
  if (row?.state !== 'pending') return []
  const rejected = result.status === 'rejected'
  outbox.settle(row.seq, {
    state: rejected ? 'parked' : 'acked',
    rev: rejected ? null : result.rev,
    message: result.message ?? null,
    at: parts.now().toISOString(),
  })
  if (rejected && !row.staysVisible) outbox.setPatch(row.seq, null)
  if (!row.recordType) return []
  if (result.status === 'conflict') keepConflicts(parts, row, result)
  copy.recompute(row.recordType, row.recordId)
  return [row.recordType]
}

/** Both sides changed these fields: the server's values stand on the record, this workstation's stay in `conflict` until the user has decided. */
function keepConflicts(parts: Parts, row: OutboxRow, result: MutationResult): void {
  const fields = result.conflicts ?? []
  parts.conflicts.keep(row, fields, result.rev)
  if (!row.patch) return
  const kept = Object.keys(row.patch.after).filter((field) => !fields.includes(field))
  parts.outbox.setPatch(row.seq, {
    before: pick(row.patch.before ?? {}, kept),
    after: pick(row.patch.after, kept),
  })
}

function overseeing(
  parts: Parts,
): Pick<LocalWorkspace, 'position' | 'setSending' | 'counts' | 'entries' | 'discard'> {
  const { db, outbox, conflicts, copy } = parts
  return {
    position: () => {
      const row = db
        .prepare<[number], { epoch: string | null; cursor: number; last_confirmed_at: string | null }>(
          'SELECT epoch, cursor, last_confirmed_at FROM workspace WHERE id = ?',
        )
        .get(parts.workspaceId)
      return {
        epoch: row?.epoch ?? null,
        cursor: row?.cursor ?? 0,
        lastConfirmedAt: row?.last_confirmed_at ?? null,
      }
    },
    setSending: (upToSeq) => {
      parts.sendingUpTo = upToSeq
    },
    counts: () => ({
      waiting: outbox.count('pending'),
      refused: outbox.count('parked'),
      conflicts: conflicts.seqs().size,
    }),
    entries: () => {
      const open = conflicts.seqs()
      const lost = [...open].flatMap((seq) => outbox.get(seq) ?? [])
      return [...outbox.inStates(['pending', 'parked']), ...lost.filter(({ state }) => state === 'acked')]
        .sort((one, other) => one.seq - other.seq)
        .map((row) => toEntry(row, parts.sendingUpTo, open.has(row.seq)))
    },
    discard: (seq) => {
      const row = outbox.get(seq)
      const isOpenConflict = conflicts.seqs().has(seq)
      if (row?.state !== 'parked' && !isOpenConflict) return false
      inTransaction(db, () => {
        if (isOpenConflict) conflicts.settle(seq)
        else giveUp(parts, seq)
        if (row?.recordType) copy.recompute(row.recordType, row.recordId)
      })
      parts.onChanged(row?.recordType ? [row.recordType] : [], 'user')
      return true
    },
  }
}
