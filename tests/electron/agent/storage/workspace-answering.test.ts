import { describe, expect, it } from 'vitest'
import { anOperator, saveOperator, testWorkspace } from '../../../support/test-workspace.ts'

describe('answers of the server', () => {
  it('leave a change that was answered before with its first answer', async () => {
    const { workspace } = await testWorkspace()
    saveOperator(workspace, 'a', anOperator())
    workspace.takeResults('epoch', [{ seq: 1, status: 'rejected', rev: 0, message: '未满 18 周岁' }])
    workspace.takeResults('epoch', [{ seq: 1, status: 'applied', rev: 1 }])
    expect(workspace.get('operator', 'a')).toMatchObject({ syncState: 'refused', refusal: '未满 18 周岁' })
  })
})

describe('starting over with a restored server', () => {
  it('offers every answered change again, also under numbers that the server holds (I13)', async () => {
    const { workspace } = await testWorkspace()
    for (const id of ['a', 'b']) saveOperator(workspace, id, anOperator())
    workspace.takeResults('epoch', [
      { seq: 1, status: 'applied', rev: 1 },
      { seq: 2, status: 'applied', rev: 1 },
    ])
    expect(workspace.outbox.mutations(10)).toEqual([])
    workspace.startOver(3, 'epoch-2')
    expect(workspace.outbox.mutations(10)).toMatchObject([
      { seq: 1, recordId: 'a' },
      { seq: 2, recordId: 'b' },
    ])
    expect(workspace.position()).toMatchObject({ epoch: 'epoch-2', cursor: 0 })
  })

  it('leaves refused changes to the user (I10)', async () => {
    const { workspace } = await testWorkspace()
    for (const id of ['a', 'b']) saveOperator(workspace, id, anOperator())
    workspace.takeResults('epoch', [
      { seq: 1, status: 'rejected', rev: 0, message: '未满 18 周岁' },
      { seq: 2, status: 'applied', rev: 1 },
    ])
    workspace.startOver(1, 'epoch-2')
    expect(workspace.outbox.mutations(10)).toMatchObject([{ seq: 1, recordId: 'b' }])
    expect(workspace.get('operator', 'a')).toMatchObject({ syncState: 'refused' })
  })
})
