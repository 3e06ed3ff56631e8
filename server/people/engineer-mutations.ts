import { z } from 'zod'
import { checkEngineerPosition } from '../../domain/people/engineer-checks.ts'
import { EngineerPosition } from '../../domain/people/levels.ts'
import type { Mutation } from '../../domain/sync/sync-contract.ts'
import { mergeFields } from '../records/merge-fields.ts'
import {
  type AfterChange,
  type MutationContext,
  mutationHandler,
  type MutationHandler,
  type MutationOutcome,
} from '../records/mutation-handler.ts'
import { rejected } from '../records/rejection.ts'

/** 修改职位: all that an organisation may change of an engineer; everything else is the authority's decision. */
export function createEngineerMutations(afterChange: AfterChange): MutationHandler[] {
  return [
    mutationHandler({
      name: 'engineer.set-position',
      version: 1,
      args: z.object({ position: EngineerPosition }),
      apply: (context, mutation, set) => setPosition(afterChange, context, mutation, set.position),
    }),
  ]
}

async function setPosition(
  afterChange: AfterChange,
  context: MutationContext,
  mutation: Mutation,
  position: EngineerPosition,
): Promise<MutationOutcome> {
  const current = await context.records.get('engineer', mutation.recordId)
  if (!current) return rejected('服务器上没有这名注册消防工程师，请刷新列表后重试')
  if (current.body.state !== 'normal') return rejected('该工程师已离开本机构，不能再修改职位')
  const { status, conflicts } = mergeFields(current, mutation, { position })
  if (status === 'conflict') return { status, rev: current.rev, conflicts }
  const others = (await context.records.list('engineer'))
    .filter((other) => other.id !== current.id && other.body.state === 'normal')
    .map((other) => other.body)
  const message = checkEngineerPosition({ level: current.body.level, position }, others)
  if (message) return rejected(message)
  const { rev } = await context.records.put(
    'engineer',
    current.id,
    { ...current.body, position },
    'engineer.set-position',
  )
  await afterChange(context, 'people-changed')
  return { status, rev }
}
