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
import type { peopleAgentMethods } from '../../../domain/people/people-contract.ts'
import { chinaDay } from '../../../domain/records/calendar.ts'
import type { Enqueued, LocalRecord, Workspace } from '../storage/workspace.ts'
import { fullOperator, maskedOperator } from './masked-views.ts'
import type { PeopleDependencies } from './people-dependencies.ts'
import { recordLook } from './reveal-handlers.ts'

type OperatorMethods = Pick<
  typeof peopleAgentMethods,
  'listOperators' | 'operator' | 'saveOperator' | 'removeOperator' | 'restoreOperator'
>

export function operatorHandlers({
  workspace,
  now,
}: PeopleDependencies): CapabilityHandlers<OperatorMethods> {
  return {
    listOperators: () =>
      workspace()
        .list('operator')
        .filter(({ body }) => body.removedAt === null)
        .map(maskedOperator),
    operator: ({ operatorId }) => {
      const own = workspace()
      const operator = find(own, operatorId)
      recordLook(own, operator, 'idNumber')
      recordLook(own, operator, 'mobile')
      return fullOperator(operator)
    },
    saveOperator: ({ operatorId, fields: typed }) => {
      const own = workspace()
      const current = operatorId === null ? null : find(own, operatorId)
      const fields = normaliseOperator(typed)
      checkFields(own, operatorId, fields, chinaDay(now().getTime()))
      const body: Operator = {
        listedElsewhere: current?.body.listedElsewhere ?? false,
        removedAt: null,
        ...fields,
        sex: sexOf(fields.idNumber),
      }
      const saved = own.change('operator', body, {
        name: 'operator.save',
        version: 1,
        recordId: operatorId ?? randomUUID(),
        title: current ? '修改操作员' : '添加操作员',
        set: fields,
        fieldwise: true,
      })
      if (!saved) throw new Error('an operator that was just saved is missing')
      return maskedOperator(saved)
    },
    removeOperator: ({ operatorId }) => {
      const own = workspace()
      const operator = find(own, operatorId)
      const onlyHere = operator.baseRev === 0 && operator.syncState === 'refused'
      // The server never took it, so there is nothing to remove there.
      if (onlyHere && own.abandonRefused('operator', operatorId)) return
      own.change('operator', { ...operator.body, removedAt: now().toISOString() }, removal(operatorId))
    },
    restoreOperator: ({ operatorId }) => {
      const own = workspace()
      const operator = find(own, operatorId)
      const on = chinaDay(now().getTime())
      checkFields(own, operatorId, normaliseOperator(OperatorFields.parse(operator.body)), on)
      const restored = own.change(
        'operator',
        { ...operator.body, removedAt: null },
        { name: 'operator.restore', version: 1, recordId: operatorId, title: '恢复操作员', set: {} },
      )
      return maskedOperator(restored ?? operator)
    },
  }
}

const removal = (recordId: string): Enqueued => ({
  name: 'operator.remove',
  version: 1,
  recordId,
  title: '删除操作员',
  set: {},
})

function find(own: Workspace, operatorId: string): LocalRecord<'operator'> {
  const operator = own.get('operator', operatorId)
  if (!operator) throw new FailureError('not-found', { message: '没有这名操作员，请刷新列表后重试' })
  return operator
}

function checkFields(own: Workspace, operatorId: string | null, fields: OperatorFields, on: string): void {
  const others = [
    ...own.having('operator.idNumber', fields.idNumber),
    ...own.having('operator.certificateNumber', fields.certificateNumber),
  ]
    .filter(({ id, body }) => id !== operatorId && body.removedAt === null)
    .map(({ body }) => body)
  const messages = { ...checkOperatorAmong(fields, others), ...checkOperator(fields, on) }
  refuseProblems(
    Object.fromEntries(Object.entries(messages).map(([field, message]) => [`fields.${field}`, message])),
  )
}
