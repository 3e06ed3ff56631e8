import { describe, expect, it } from 'vitest'
import { anOperator, saveOperator, testWorkspace } from '../../../support/test-workspace.ts'
import type { Operator } from '../../../../domain/people/operator.ts'

const ID = 'operator-1'

/** Typed `mine` over a record of revision 1; the other side's values arrived meanwhile as revision 2. */
async function inConflict(mine: Partial<Operator>, theirs: Partial<Operator>) {
  const set = await testWorkspace()
  const { workspace } = set
  workspace.takePage('epoch', 1, [feed(1, {})])
  saveOperator(workspace, ID, anOperator(mine))
  const conflicts = Object.keys(mine)
  workspace.takeResults('epoch', [{ seq: 1, status: 'conflict', rev: 3, conflicts }])
  workspace.takePage('epoch', 3, [feed(3, theirs)])
  return set
}

const feed = (rev: number, changes: Partial<Operator>) => ({
  type: 'operator' as const,
  id: ID,
  rev,
  changeSeq: rev,
  body: anOperator(changes),
})

describe('a conflict', () => {
  it('shows both sides and where they began', async () => {
    const { workspace } = await inConflict({ level: 'three' }, { level: 'one' })
    expect(workspace.listConflicts()).toMatchObject([
      {
        recordType: 'operator',
        recordId: ID,
        title: '添加操作员',
        fields: [{ field: 'level', base: 'four', mine: 'three', theirs: 'one' }],
      },
    ])
    expect(workspace.entries()).toMatchObject([{ seq: 1, state: 'conflict' }])
  })

  it("is not to be decided before the other side's value has been read", async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [feed(1, {})])
    saveOperator(workspace, ID, anOperator({ level: 'three' }))
    workspace.takeResults('epoch', [{ seq: 1, status: 'conflict', rev: 3, conflicts: ['level'] }])
    expect(workspace.counts().conflicts).toBe(1)
    expect(workspace.listConflicts()).toEqual([])
    expect(() => workspace.decide('operator', ID, { level: 'mine' })).toThrow('请同步后再看')
  })

  it('closes without a change for those who take the other side', async () => {
    const { workspace } = await inConflict({ level: 'three' }, { level: 'one' })
    workspace.decide('operator', ID, { level: 'theirs' })
    expect(workspace.counts()).toEqual({ waiting: 0, refused: 0, conflicts: 0 })
    expect(workspace.get('operator', ID)).toMatchObject({ syncState: 'synced', body: { level: 'one' } })
  })

  it("sends this side's value on top of the other's", async () => {
    const { workspace } = await inConflict(
      { level: 'three', mobile: '13911111111' },
      { level: 'one', mobile: '13922222222' },
    )
    workspace.decide('operator', ID, { level: 'mine', mobile: 'theirs' })
    expect(workspace.outbox.mutations(10)).toMatchObject([
      { seq: 2, name: 'operator.save', baseRev: 3, set: { level: 'three' }, base: { level: 'one' } },
    ])
    expect(workspace.get('operator', ID)?.body).toMatchObject({ level: 'three', mobile: '13922222222' })
    expect(workspace.counts()).toEqual({ waiting: 1, refused: 0, conflicts: 0 })
  })

  it('stays whole while a field is undecided', async () => {
    const { workspace } = await inConflict(
      { level: 'three', mobile: '13911111111' },
      { level: 'one', mobile: '13922222222' },
    )
    expect(() => workspace.decide('operator', ID, { level: 'mine' })).toThrow('invalid-input')
    expect(workspace.listConflicts()[0]?.fields).toHaveLength(2)
    expect(workspace.counts()).toEqual({ waiting: 0, refused: 0, conflicts: 1 })
  })

  it('opens anew where the decided value loses again', async () => {
    const { workspace } = await inConflict({ level: 'three' }, { level: 'one' })
    workspace.decide('operator', ID, { level: 'mine' })
    workspace.takeResults('epoch', [{ seq: 2, status: 'conflict', rev: 5, conflicts: ['level'] }])
    workspace.takePage('epoch', 5, [feed(5, { level: 'two' })])
    expect(workspace.listConflicts()).toMatchObject([
      { fields: [{ field: 'level', base: 'one', mine: 'three', theirs: 'two' }] },
    ])
  })

  it('closes by itself once both sides say the same, and not before that is sure', async () => {
    const { workspace } = await inConflict({ level: 'three' }, { level: 'one' })
    workspace.settleEqual()
    expect(workspace.counts().conflicts).toBe(1)
    workspace.takePage('epoch', 4, [feed(4, { level: 'three' })])
    workspace.settleEqual()
    expect(workspace.counts().conflicts).toBe(0)
  })

  it('closes only in the fields that a later save sets', async () => {
    const { workspace } = await inConflict(
      { level: 'three', mobile: '13911111111' },
      { level: 'one', mobile: '13922222222' },
    )
    saveOperator(workspace, ID, anOperator({ level: 'two', mobile: '13922222222' }))
    expect(workspace.listConflicts()[0]?.fields.map(({ field }) => field)).toEqual(['mobile'])
  })

  it('with a removed operator brings him back first', async () => {
    const removedAt = '2026-11-22T00:00:00.000Z'
    const { workspace } = await inConflict({ level: 'three' }, { removedAt })
    expect(workspace.listConflicts()).toMatchObject([{ title: '添加操作员（对方已删除）' }])
    const decision = workspace.decide('operator', ID, { level: 'mine' })
    expect(workspace.outbox.mutations(10)).toMatchObject([
      { seq: 2, name: 'operator.restore', set: {} },
      { seq: 3, name: 'operator.save', set: { level: 'three' }, base: { level: 'four' } },
    ])
    expect(workspace.get('operator', ID)?.body).toMatchObject({ level: 'three', removedAt: null })
    workspace.undo(decision)
    expect(workspace.outbox.mutations(10).map(({ name }) => name)).toEqual([
      'operator.restore',
      'operator.save',
      'operator.save',
      'operator.remove',
    ])
    expect(workspace.get('operator', ID)?.body).toMatchObject({ level: 'four' })
    expect(workspace.get('operator', ID)?.body.removedAt).not.toBeNull()
  })
})

describe('an undone decision', () => {
  it("puts the other side's value back and opens the conflict again", async () => {
    const { workspace } = await inConflict({ level: 'three' }, { level: 'one' })
    const decision = workspace.decide('operator', ID, { level: 'mine' })
    workspace.undo(decision)
    expect(workspace.outbox.mutations(10)[1]).toMatchObject({
      seq: 3,
      set: { level: 'one' },
      base: { level: 'three' },
    })
    expect(workspace.get('operator', ID)?.body.level).toBe('one')
    expect(workspace.listConflicts()).toMatchObject([{ fields: [{ mine: 'three', theirs: 'one' }] }])
    expect(() => {
      workspace.undo(decision)
    }).toThrow('已经撤销过')
  })

  it('stays open while the feed still tells of the decision', async () => {
    const { workspace } = await inConflict({ level: 'three' }, { level: 'one' })
    const decision = workspace.decide('operator', ID, { level: 'mine' })
    workspace.takeResults('epoch', [{ seq: 2, status: 'applied', rev: 4 }])
    workspace.undo(decision)
    workspace.takePage('epoch', 4, [feed(4, { level: 'three' })])
    workspace.settleEqual()
    expect(workspace.listConflicts()).toMatchObject([{ fields: [{ mine: 'three', theirs: 'one' }] }])
    workspace.takeResults('epoch', [{ seq: 3, status: 'merged', rev: 5 }])
    workspace.settleEqual()
    workspace.takePage('epoch', 5, [feed(5, { level: 'one' })])
    expect(workspace.listConflicts()).toMatchObject([{ fields: [{ mine: 'three', theirs: 'one' }] }])
    workspace.decide('operator', ID, { level: 'mine' })
    expect(workspace.outbox.mutations(10)).toMatchObject([
      { seq: 4, set: { level: 'three' }, base: { level: 'one' } },
    ])
  })

  it('leaves alone what was saved since', async () => {
    const { workspace } = await inConflict({ level: 'three' }, { level: 'one' })
    const decision = workspace.decide('operator', ID, { level: 'mine' })
    saveOperator(workspace, ID, anOperator({ level: 'two' }))
    workspace.undo(decision)
    expect(workspace.get('operator', ID)?.body.level).toBe('two')
    expect(workspace.outbox.mutations(10)).toHaveLength(2)
  })

  it('gives up what the server refused', async () => {
    const { workspace } = await inConflict({ level: 'three' }, { level: 'one' })
    const decision = workspace.decide('operator', ID, { level: 'mine' })
    workspace.takeResults('epoch', [{ seq: 2, status: 'rejected', rev: 0, message: '等级不符' }])
    expect(workspace.counts()).toEqual({ waiting: 0, refused: 1, conflicts: 0 })
    workspace.undo(decision)
    expect(workspace.counts()).toEqual({ waiting: 0, refused: 0, conflicts: 1 })
    expect(workspace.get('operator', ID)?.body.level).toBe('one')
    expect(workspace.restore(2)).toBe(false)
  })
})
