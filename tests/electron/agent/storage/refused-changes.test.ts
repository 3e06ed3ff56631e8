import { describe, expect, it } from 'vitest'
import { testHost } from '../../../support/test-host.ts'
import { anOperator, saveOperator, testWorkspace } from '../../../support/test-workspace.ts'

const ID = 'operator-1'
const DAY_MS = 24 * 60 * 60 * 1000

async function refusedAddition() {
  const clock = { now: new Date('2026-11-22T02:00:00.000Z') }
  const set = await testWorkspace(testHost({ now: () => clock.now }))
  saveOperator(set.workspace, ID, anOperator())
  set.workspace.takeResults('epoch', [{ seq: 1, status: 'rejected', rev: 0, message: '未满 18 周岁' }])
  return { ...set, clock }
}

describe('a refused change that was given up', () => {
  it('comes back whole', async () => {
    const { workspace } = await refusedAddition()
    workspace.discard(1)
    expect(workspace.get('operator', ID)).toBeNull()
    expect(workspace.restore(1)).toBe(true)
    expect(workspace.get('operator', ID)).toMatchObject({
      syncState: 'refused',
      refusal: '未满 18 周岁',
      body: { name: '林建国' },
    })
    expect(workspace.restore(1)).toBe(false)
  })

  it('is gone for good after 30 days', async () => {
    const { workspace, clock } = await refusedAddition()
    workspace.discard(1)
    clock.now = new Date(clock.now.getTime() + 31 * DAY_MS)
    expect(workspace.restore(1)).toBe(false)
  })

  it('does not come back over what was saved since', async () => {
    const { workspace } = await refusedAddition()
    workspace.discard(1)
    saveOperator(workspace, ID, anOperator({ name: '林建军' }))
    expect(workspace.restore(1)).toBe(false)
    expect(workspace.get('operator', ID)?.body.name).toBe('林建军')
  })

  it('does not come back where it was mended before', async () => {
    const { workspace } = await refusedAddition()
    saveOperator(workspace, ID, anOperator({ name: '林建军' }))
    expect(workspace.restore(1)).toBe(false)
  })

  it('comes back independently of another of the same record', async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [{ type: 'operator', id: ID, rev: 1, changeSeq: 1, body: anOperator() }])
    saveOperator(workspace, ID, anOperator({ level: 'three' }))
    saveOperator(workspace, ID, anOperator({ level: 'three', direction: 'monitoring' }))
    workspace.takeResults('epoch', [
      { seq: 1, status: 'rejected', rev: 0, message: '不符' },
      { seq: 2, status: 'rejected', rev: 0, message: '不符' },
    ])
    workspace.discard(1)
    workspace.discard(2)
    expect(workspace.get('operator', ID)?.body).toMatchObject({ level: 'four', direction: 'none' })
    expect(workspace.restore(1)).toBe(true)
    expect(workspace.get('operator', ID)?.body).toMatchObject({ level: 'three', direction: 'none' })
    expect(workspace.restore(2)).toBe(true)
    expect(workspace.get('operator', ID)?.body).toMatchObject({ level: 'three', direction: 'monitoring' })
  })
})

describe('a refused change that is offered again', () => {
  it('goes out under a new number as it was', async () => {
    const { workspace } = await refusedAddition()
    expect(workspace.resubmit(1)).toBe(true)
    expect(workspace.counts()).toEqual({ waiting: 1, refused: 0, conflicts: 0 })
    expect(workspace.outbox.mutations(10)).toMatchObject([
      { seq: 2, name: 'operator.save', recordId: ID, set: { name: '林建国', level: 'four' } },
    ])
    expect(workspace.get('operator', ID)).toMatchObject({ syncState: 'waiting' })
    expect(workspace.restore(1)).toBe(false)
    expect(workspace.resubmit(1)).toBe(false)
  })

  it("keeps what the user saw then, so that another's change since becomes a conflict", async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [{ type: 'operator', id: ID, rev: 1, changeSeq: 1, body: anOperator() }])
    saveOperator(workspace, ID, anOperator({ level: 'three' }))
    workspace.takeResults('epoch', [{ seq: 1, status: 'rejected', rev: 0, message: '不符' }])
    workspace.takePage('epoch', 2, [
      { type: 'operator', id: ID, rev: 2, changeSeq: 2, body: anOperator({ level: 'one' }) },
    ])
    workspace.resubmit(1)
    expect(workspace.outbox.mutations(10)).toMatchObject([
      { seq: 2, baseRev: 1, set: { level: 'three' }, base: { level: 'four' } },
    ])
  })

  it('leaves other refused changes of the record where they are', async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [{ type: 'operator', id: ID, rev: 1, changeSeq: 1, body: anOperator() }])
    saveOperator(workspace, ID, anOperator({ level: 'three' }))
    saveOperator(workspace, ID, anOperator({ level: 'three', direction: 'monitoring' }))
    workspace.takeResults('epoch', [
      { seq: 1, status: 'rejected', rev: 0, message: '不符' },
      { seq: 2, status: 'rejected', rev: 0, message: '不符' },
    ])
    workspace.resubmit(1)
    expect(workspace.counts()).toEqual({ waiting: 1, refused: 1, conflicts: 0 })
    expect(workspace.outbox.mutations(10)).toMatchObject([{ set: { level: 'three' } }])
    expect(workspace.get('operator', ID)?.body).toMatchObject({ level: 'three', direction: 'monitoring' })
  })

  it('shows its effect again where a refusal had taken it back', async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [{ type: 'operator', id: ID, rev: 1, changeSeq: 1, body: anOperator() }])
    const removedAt = '2026-11-22T00:00:00.000Z'
    workspace.change('operator', anOperator({ removedAt }), {
      name: 'operator.remove',
      version: 1,
      recordId: ID,
      title: '删除操作员',
      set: {},
    })
    workspace.takeResults('epoch', [{ seq: 1, status: 'rejected', rev: 0, message: '不能删除' }])
    expect(workspace.get('operator', ID)?.body.removedAt).toBeNull()
    workspace.resubmit(1)
    expect(workspace.get('operator', ID)?.body.removedAt).toBe(removedAt)
    expect(workspace.outbox.mutations(10)).toMatchObject([{ seq: 2, name: 'operator.remove' }])
  })
})

describe("an entry's detail", () => {
  it('tells each field before and after', async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [{ type: 'operator', id: ID, rev: 1, changeSeq: 1, body: anOperator() }])
    saveOperator(workspace, ID, anOperator({ level: 'three' }))
    expect(workspace.detail(1)).toMatchObject({
      seq: 1,
      state: 'waiting',
      changes: [{ field: 'level', before: 'four', after: 'three' }],
    })
    expect(workspace.detail(2)).toBeNull()
  })
})
