import { FailureError } from '../../../domain/contracts/failure.ts'
import type { RecordType } from '../../../domain/records/records.ts'
import { sameValue, type Fields } from '../../../domain/sync/merge.ts'
import type { Conflict } from '../../../domain/sync/sync-contract.ts'
import type { OpenConflict } from './conflicts.ts'
import { inTransaction } from './database.ts'
import type { CopyRow } from './record-copy.ts'
import { putBackTheirs, sendMine } from './decision-changes.ts'
import type { Parts } from './workspace-parts.ts'

type Choices = Readonly<Record<string, 'mine' | 'theirs'>>

/** Two sides changed the same fields of a record: what both say, and what somebody decides. */
export interface Decisions {
  /** Only what can be decided now: the server's values have been read. */
  listConflicts(): Conflict[]
  /** Answers the number for `undo`. Fails `not-found`, and `invalid-input` while a field is undecided. */
  decide(type: RecordType, recordId: string, choices: Choices): number
  /** Fails `not-found`. */
  undo(decisionId: number): void
  /** Equal content is no conflict: closes those where the other side has come to say the same. */
  settleEqual(): void
}

export function decisions(parts: Parts): Decisions {
  const { db, conflicts } = parts
  return {
    listConflicts: () => byRecord(conflicts.open()).flatMap((rows) => readConflict(parts, rows) ?? []),
    decide: (type, recordId, choices) => {
      const id = inTransaction(db, () => decide(parts, conflicts.open({ type, id: recordId }), choices))
      parts.onChanged([type], 'user')
      return id
    },
    undo: (decisionId) => {
      const type = inTransaction(db, () => undo(parts, decisionId))
      parts.onChanged([type], 'user')
    },
    settleEqual: () => {
      const equal = conflicts.open().filter((row) => isEqual(parts, row))
      if (equal.length === 0) return
      inTransaction(db, () => {
        for (const { recordType, recordId, field, seq } of equal) {
          conflicts.resolve(recordType, recordId, seq, [field])
        }
      })
      parts.onChanged([...new Set(equal.map(({ recordType }) => recordType))], 'server')
    },
  }
}

function byRecord(rows: readonly OpenConflict[]): OpenConflict[][] {
  const records = new Map<string, OpenConflict[]>()
  for (const row of rows) {
    const key = `${row.recordType} ${row.recordId}`
    const own = records.get(key)
    if (own) own.push(row)
    else records.set(key, [row])
  }
  return [...records.values()]
}

/** One field may have lost several times: the last value is this side's, the first base is what both began from. */
function byField(rows: readonly OpenConflict[]): { first: OpenConflict; last: OpenConflict }[] {
  const fields = new Map<string, { first: OpenConflict; last: OpenConflict }>()
  for (const row of rows) fields.set(row.field, { first: fields.get(row.field)?.first ?? row, last: row })
  return [...fields.values()]
}

function readConflict(parts: Parts, rows: readonly OpenConflict[]): Conflict | null {
  const newest = rows.at(-1)
  const copy = newest && parts.copy.get(newest.recordType, newest.recordId)
  if (!copy || rows.some(({ atRev }) => copy.baseRev < atRev)) return null
  const row = parts.outbox.get(newest.seq)
  const times = rows.flatMap(({ keptAt }) => keptAt ?? [])
  return {
    recordType: newest.recordType,
    recordId: newest.recordId,
    title: `${row?.title ?? ''}${isRemoved(copy) ? '（对方已删除）' : ''}`,
    since: times.sort()[0] ?? row?.createdAt ?? parts.now().toISOString(),
    fields: byField(rows).map(({ first, last }) => ({
      field: last.field,
      base: first.base,
      mine: last.mine,
      theirs: theirsOf(last, copy.base),
    })),
  }
}

/** Until the feed brings the value that an undone decision put back, the copy still says what that decision had sent. */
function theirsOf({ field, mine, putBack }: OpenConflict, base: Fields | null): unknown {
  const said = base?.[field] ?? null
  return putBack !== undefined && sameValue(said, mine) ? putBack : said
}

/** Operators stay at the server when they are removed; a change of a removed one conflicts in all its fields. */
const isRemoved = ({ deleted, base }: CopyRow) => deleted || (base?.['removedAt'] ?? null) !== null

/** Nothing on its way speaks of the field any more, and the server says what was lost here. */
function isEqual(parts: Parts, { recordType, recordId, field, mine, atRev }: OpenConflict): boolean {
  const copy = parts.copy.get(recordType, recordId)
  if (!copy?.base || copy.baseRev < atRev || isRemoved(copy)) return false
  const expected = parts.copy.expected(recordType, recordId)
  return sameValue(copy.base[field] ?? null, mine) && sameValue(expected?.[field] ?? null, mine)
}

function decide(parts: Parts, rows: readonly OpenConflict[], choices: Choices): number {
  const conflict = readConflict(parts, rows)
  const newest = rows.at(-1)
  if (!conflict || !newest) {
    throw new FailureError('not-found', { message: '这条冲突已处理过，或还没有读到对方的值，请同步后再看' })
  }
  refuseUndecided(conflict, choices)
  const mine = conflict.fields.filter(
    (field) => choices[field.field] === 'mine' && !sameValue(field.mine, field.theirs),
  )
  const sentSeq = mine.length > 0 ? sendMine(parts, newest, mine) : null
  const id = parts.conflicts.nextDecision()
  for (const { last } of byField(rows)) {
    const { theirs } = conflict.fields.find(({ field }) => field === last.field) ?? {}
    const isSent = mine.some(({ field }) => field === last.field)
    const choice = choices[last.field] ?? 'theirs'
    parts.conflicts.decide(last, choice, theirs, { id, sentSeq: isSent ? sentSeq : null })
  }
  return id
}

function refuseUndecided(conflict: Conflict, choices: Choices): void {
  const fields = conflict.fields
    .filter(({ field }) => !choices[field])
    .map(({ field }) => ({ path: `choices.${field}`, message: '请选择采用哪一方的值' }))
  if (fields.length > 0) throw new FailureError('invalid-input', { fields })
}

function undo(parts: Parts, decisionId: number): RecordType {
  const decided = parts.conflicts.decided(decisionId)
  const [first] = decided
  if (!first) throw new FailureError('not-found', { message: '这次决定已经撤销过，或者已有新的修改' })
  putBackTheirs(parts, decided)
  parts.conflicts.reopen(decisionId)
  return first.recordType
}
