import { randomUUID } from 'node:crypto'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError, refuseProblems } from '../../../domain/contracts/failure.ts'
import { sexOf } from '../../../domain/identifiers/citizen-id.ts'
import {
  checkOperator,
  checkOperatorAmong,
  normaliseOperator,
} from '../../../domain/people/operator-checks.ts'
import { OperatorFields, type Operator } from '../../../domain/people/operator.ts'
import type { OperatorEntry, peopleAgentMethods } from '../../../domain/people/people-contract.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'
import type { Enqueued, LocalRecord, Workspace } from '../storage/workspace.ts'
import type { OperatorBatches } from './operator-batches.ts'
import { createOperatorBatches } from './operator-batches.ts'
import type { PeopleDependencies } from './people-dependencies.ts'

type BatchMethods = Pick<
  typeof peopleAgentMethods,
  'matchOperators' | 'saveOperators' | 'setOperatorDirection' | 'lastOperatorBatch' | 'undoOperatorBatch'
>
type OperatorRecord = LocalRecord<'operator'>
interface Change {
  body: Operator
  mutation: Enqueued
}

export function operatorBatchHandlers({
  workspace,
  now,
}: PeopleDependencies): CapabilityHandlers<BatchMethods> {
  const batches = createOperatorBatches(now)
  return {
    matchOperators: ({ people }) => {
      const listed = byNumbers(workspace())
      return people.map(({ idNumber, certificateNumber }) => ({
        byIdNumber: named(listed.idNumber.get(idNumber)),
        byCertificate: named(listed.certificateNumber.get(certificateNumber)),
      }))
    },
    saveOperators: ({ entries }) => {
      const own = workspace()
      return saveAll(own, batches, checkedEntries(own, entries, chinaDay(now().getTime())))
    },
    setOperatorDirection: ({ operatorIds, direction }) => {
      const own = workspace()
      const entries = operatorIds.map((operatorId) => {
        const { body } = present(own, operatorId)
        return { id: operatorId, fields: { ...OperatorFields.parse(body), direction } }
      })
      return saveAll(own, batches, entries)
    },
    lastOperatorBatch: () => batches.last(workspace())?.answer ?? null,
    undoOperatorBatch: ({ batchId }) => {
      undo(workspace(), batches, batchId, now())
    },
  }
}

interface CheckedEntry {
  id: string | null
  fields: OperatorFields
}

/** Normalised, or refused as a whole with the place of everything that is wrong. */
function checkedEntries(own: Workspace, entries: readonly OperatorEntry[], on: string): CheckedEntry[] {
  const listed = byNumbers(own)
  const seen = { idNumber: new Map<string, number>(), certificateNumber: new Map<string, number>() }
  const problems: Record<string, string> = {}
  const checked = entries.map(({ operatorId, fields: typed }, index) => {
    const current = operatorId === null ? null : present(own, operatorId)
    const direction = typed.direction ?? current?.body.direction ?? 'none'
    const fields = normaliseOperator({ ...typed, direction })
    const others = (['idNumber', 'certificateNumber'] as const)
      .map((key) => listed[key].get(fields[key]))
      .filter((other) => other !== undefined && other.id !== operatorId)
      .flatMap((other) => (other ? [other.body] : []))
    const messages = { ...checkOperatorAmong(fields, others), ...checkOperator(fields, on) }
    for (const key of ['idNumber', 'certificateNumber'] as const) {
      if (seen[key].has(fields[key])) messages[key] ??= '与同一批中的另一人相同，请核对'
      seen[key].set(fields[key], index)
    }
    for (const [field, message] of Object.entries(messages)) {
      problems[`entries.${String(index)}.fields.${field}`] = message
    }
    return { id: operatorId, fields }
  })
  refuseProblems(problems)
  return checked
}

function saveAll(own: Workspace, batches: OperatorBatches, entries: readonly CheckedEntry[]) {
  const changes: Change[] = []
  const addedIds: string[] = []
  const changed: { id: string; before: OperatorFields; after: OperatorFields }[] = []
  for (const { id, fields } of entries) {
    const current = id === null ? null : present(own, id)
    if (current === null) {
      const recordId = randomUUID()
      addedIds.push(recordId)
      changes.push(saving(recordId, fields, null))
      continue
    }
    const before = OperatorFields.parse(current.body)
    if (JSON.stringify(before) === JSON.stringify(OperatorFields.parse(fields))) continue
    changed.push({ id: current.id, before, after: fields })
    changes.push(saving(current.id, fields, current))
  }
  own.changeAll('operator', changes)
  return batches.keep(own, { addedIds, changes: changed })
}

function saving(recordId: string, fields: OperatorFields, current: OperatorRecord | null): Change {
  return {
    body: {
      listedElsewhere: current?.body.listedElsewhere ?? false,
      removedAt: null,
      ...fields,
      sex: sexOf(fields.idNumber),
    },
    mutation: {
      name: 'operator.save',
      version: 1,
      recordId,
      title: current ? '修改操作员' : '添加操作员',
      set: fields,
      fieldwise: true,
    },
  }
}

function undo(own: Workspace, batches: OperatorBatches, batchId: string, at: Date): void {
  const batch = batches.last(own)
  if (batch?.answer.batchId !== batchId) {
    throw new FailureError('not-found', { message: '已超过可以撤销的时间，请在列表中修改或删除' })
  }
  const removals: Change[] = []
  for (const id of batch.addedIds) {
    const added = own.get('operator', id)
    if (!added || added.body.removedAt !== null) continue
    // The server never took it, so there is nothing to remove there.
    if (added.baseRev === 0 && added.syncState === 'refused' && own.abandonRefused('operator', id)) continue
    removals.push({
      body: { ...added.body, removedAt: at.toISOString() },
      mutation: { name: 'operator.remove', version: 1, recordId: id, title: '撤销导入', set: {} },
    })
  }
  const returns = batch.changes.flatMap(({ id, before, after }) => {
    const current = own.get('operator', id)
    if (!current || current.body.removedAt !== null) return []
    return [saving(id, takenBack(OperatorFields.parse(current.body), before, after), current)]
  })
  own.changeAll('operator', [...removals, ...returns])
  batches.forget(own)
}

/** Only what still stands as the batch wrote it goes back. */
function takenBack(current: OperatorFields, before: OperatorFields, after: OperatorFields): OperatorFields {
  const keys = OperatorFields.keyof().options
  const kept = keys.filter((key) => current[key] !== after[key]).map((key) => [key, current[key]])
  return OperatorFields.parse({ ...before, ...Object.fromEntries(kept) })
}

function present(own: Workspace, operatorId: string): OperatorRecord {
  const operator = own.get('operator', operatorId)
  if (operator?.body.removedAt !== null) {
    throw new FailureError('not-found', { message: '有操作员已被删除，请刷新列表后重试' })
  }
  return operator
}

/** Those that are not removed, by each number that may stand once only. */
function byNumbers(own: Workspace): Record<'idNumber' | 'certificateNumber', Map<string, OperatorRecord>> {
  const operators = own.list('operator').filter(({ body }) => body.removedAt === null)
  return {
    idNumber: new Map(operators.map((operator) => [operator.body.idNumber, operator])),
    certificateNumber: new Map(operators.map((operator) => [operator.body.certificateNumber, operator])),
  }
}

function named(operator: OperatorRecord | undefined): { operatorId: string; name: string } | null {
  return operator ? { operatorId: operator.id, name: operator.body.name } : null
}
