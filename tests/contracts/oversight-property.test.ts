import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Operator } from '../../domain/people/operator.ts'
import { merge3, sameValue } from '../../domain/sync/merge.ts'
import type { Mutation, MutationResult, RecordChange } from '../../domain/sync/sync-contract.ts'
import type { LocalWorkspace } from '../../electron/agent/storage/local-workspace.ts'
import { anOperator, saveOperator, testWorkspace } from '../support/test-workspace.ts'

const ID = 'operator-1'
const FIELDS = ['name', 'mobile', 'certificateNumber'] as const
type Field = (typeof FIELDS)[number]

/** One record at a server of the merge rules, with its versions. */
function aServer() {
  const versions: Operator[] = [anOperator()]
  const current = () => versions.at(-1) ?? anOperator()
  const feed = (): RecordChange => ({
    type: 'operator',
    id: ID,
    rev: versions.length,
    changeSeq: versions.length,
    body: current(),
  })
  const apply = ({ seq, name, set, base, baseRev }: Mutation): MutationResult => {
    if (name === 'operator.remove' || name === 'operator.restore') {
      const removedAt = name === 'operator.remove' ? '2026-11-22T00:00:00.000Z' : null
      versions.push({ ...current(), removedAt })
      return { seq, status: 'applied', rev: versions.length }
    }
    if (current().removedAt !== null) {
      return { seq, status: 'conflict', rev: versions.length, conflicts: Object.keys(set) }
    }
    const theirs = { ...current() }
    const before = baseRev === versions.length ? theirs : { ...theirs, ...base }
    const { merged, conflicts } = merge3(before, { ...theirs, ...set }, theirs)
    // Safe: an operator with some of its fields replaced by text.
    versions.push(merged as Operator)
    return { seq, status: conflicts.length > 0 ? 'conflict' : 'merged', rev: versions.length, conflicts }
  }
  return {
    versions,
    current,
    feed,
    apply,
    put: (changes: Partial<Operator>) => void versions.push({ ...current(), ...changes }),
  }
}

type Step =
  | { do: 'save' | 'put'; field: Field; value: string }
  | { do: 'push'; refuse: boolean }
  | { do: 'pull' | 'settle' | 'remove elsewhere' }
  | { do: 'decide'; mine: boolean[] }
  | { do: 'undo' | 'discard' | 'restore' | 'resubmit'; nth: number }

const field = fc.constantFrom(...FIELDS)
const value = fc.integer({ min: 1, max: 40 }).map((number) => `值 ${String(number)}`)
const nth = fc.nat(5)
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('save' as const), field, value }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('put' as const), field, value }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('push' as const), refuse: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('pull' as const, 'settle' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('remove elsewhere' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('decide' as const),
        mine: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('undo' as const, 'discard' as const, 'restore' as const, 'resubmit' as const),
        nth,
      }),
    },
  ),
  { minLength: 5, maxLength: 30 },
)

type World = Awaited<ReturnType<typeof aWorld>>

async function aWorld() {
  const { workspace, db } = await testWorkspace()
  const server = aServer()
  workspace.takePage('epoch', 1, [server.feed()])
  return {
    workspace,
    db,
    server,
    typed: [] as { field: Field; value: string }[],
    decisions: [] as number[],
    given: [] as number[],
  }
}

function push({ workspace, server }: World, refuse: boolean): void {
  const results = workspace.outbox
    .mutations(100)
    .map((mutation) =>
      refuse
        ? { seq: mutation.seq, status: 'rejected' as const, rev: 0, message: '不符' }
        : server.apply(mutation),
    )
  workspace.takeResults('epoch', results)
}

function pull({ workspace, server }: World): void {
  workspace.takePage('epoch', server.versions.length, [server.feed()])
}

function take(world: World, step: Step): void {
  const { workspace, server } = world
  const pickOf = (from: readonly number[], number: number) => from[number % Math.max(1, from.length)]
  const refused = () => workspace.entries().flatMap(({ seq, state }) => (state === 'refused' ? [seq] : []))
  switch (step.do) {
    case 'save': {
      const body = workspace.get('operator', ID)?.body
      if (!body) return
      saveOperator(workspace, ID, { ...body, removedAt: null, [step.field]: step.value })
      world.typed.push(step)
      return
    }
    case 'put':
      server.put({ [step.field]: step.value, removedAt: null })
      return
    case 'remove elsewhere':
      server.put({ removedAt: '2026-11-22T00:00:00.000Z' })
      return
    case 'push':
      push(world, step.refuse)
      return
    case 'pull':
      pull(world)
      return
    case 'settle':
      workspace.settleEqual()
      return
    case 'decide': {
      const [conflict] = workspace.listConflicts()
      if (!conflict) return
      const choices = conflict.fields.map(
        (one, index) => [one.field, step.mine[index] ? ('mine' as const) : ('theirs' as const)] as const,
      )
      world.decisions.push(workspace.decide('operator', ID, Object.fromEntries(choices)))
      return
    }
    case 'undo': {
      const decision = pickOf(world.decisions, step.nth)
      if (decision === undefined) return
      world.decisions = world.decisions.filter((other) => other !== decision)
      try {
        workspace.undo(decision)
      } catch (error) {
        expect(String(error)).toContain('已经撤销过')
      }
      return
    }
    case 'discard': {
      const seq = pickOf(refused(), step.nth)
      if (seq !== undefined && workspace.discard(seq)) world.given.push(seq)
      return
    }
    case 'restore': {
      const seq = pickOf(world.given, step.nth)
      if (seq !== undefined) workspace.restore(seq)
      return
    }
    case 'resubmit': {
      const seq = pickOf(refused(), step.nth)
      if (seq !== undefined) workspace.resubmit(seq)
    }
  }
}

/** Everywhere a person or an export can still find a value: on the record, in its versions, in a conflict, in what waits, was refused or given up. */
function isFindable(
  { workspace, db, server }: World,
  { field, value }: { field: Field; value: string },
): boolean {
  const body = workspace.get('operator', ID)?.body
  if (body?.[field] === value || server.versions.some((version) => version[field] === value)) return true
  const inConflict = db
    .prepare<[string], { mine: string }>('SELECT mine FROM conflict WHERE field = ?')
    .all(field)
    .some(({ mine }) => JSON.parse(mine) === value)
  return (
    inConflict ||
    workspace.outbox.inStates(['pending', 'parked', 'discarded']).some(({ set }) => set[field] === value)
  )
}

function quiet(world: World): void {
  push(world, false)
  pull(world)
  world.workspace.settleEqual()
}

describe('I7: what was typed', () => {
  it('stays findable whatever is decided, undone, given up and taken back', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const world = await aWorld()
        try {
          for (const step of sequence) {
            take(world, step)
            const lost = world.typed.filter((typed) => !isFindable(world, typed))
            expect(lost, `after ${JSON.stringify(step)}`).toEqual([])
          }
          finish(world)
        } finally {
          world.db.close()
        }
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

/** I6: with a quiet network and everything decided, both sides say the same. */
function finish(world: World): void {
  const { workspace, server } = world
  quiet(world)
  for (const { seq, state } of workspace.entries()) if (state === 'refused') workspace.discard(seq)
  for (const conflict of workspace.listConflicts()) {
    const choices = conflict.fields.map(({ field }) => [field, 'theirs' as const] as const)
    workspace.decide(conflict.recordType, conflict.recordId, Object.fromEntries(choices))
  }
  quiet(world)
  expect(workspace.counts()).toEqual({ waiting: 0, refused: 0, conflicts: 0 })
  expect(bodyOf(workspace)).toEqual(server.current())
  expect(sameValue(bodyOf(workspace), server.current())).toBe(true)
}

const bodyOf = (workspace: LocalWorkspace) => workspace.get('operator', ID)?.body
