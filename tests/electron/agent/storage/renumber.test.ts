import { describe, expect, it } from 'vitest'
import { anOperator, saveOperator, testWorkspace } from '../../../support/test-workspace.ts'

describe('renumber', () => {
  it('says under which number content may have been sent first, however often it moves (I3)', async () => {
    const { workspace } = await testWorkspace()
    for (const id of ['a', 'b', 'c']) saveOperator(workspace, id, anOperator())
    workspace.renumber(2, 5)
    const { clientId } = workspace
    expect(workspace.outbox.mutations(10)).toMatchObject([
      { seq: 1, recordId: 'a' },
      { seq: 5, recordId: 'b', origin: { clientId, seq: 2 } },
      { seq: 6, recordId: 'c', origin: { clientId, seq: 3 } },
    ])
    workspace.renumber(5, 9)
    expect(workspace.outbox.mutations(10)).toMatchObject([
      { seq: 1 },
      { seq: 9, recordId: 'b', origin: { clientId, seq: 2 } },
      { seq: 10, recordId: 'c', origin: { clientId, seq: 3 } },
    ])
    expect(workspace.outbox.mutations(10)[0]?.origin).toBeUndefined()
  })

  it('forgets the origin of content that is back under its own number (I3)', async () => {
    const { workspace } = await testWorkspace()
    saveOperator(workspace, 'a', anOperator())
    workspace.renumber(1, 4)
    workspace.renumber(4, 1)
    const [mutation] = workspace.outbox.mutations(10)
    expect(mutation).toMatchObject({ seq: 1, recordId: 'a' })
    expect(mutation?.origin).toBeUndefined()
  })

  it('takes what follows it along: the next save has the next number', async () => {
    const { workspace } = await testWorkspace()
    for (const id of ['a', 'b']) saveOperator(workspace, id, anOperator())
    workspace.renumber(1, 7)
    saveOperator(workspace, 'c', anOperator())
    expect(workspace.outbox.mutations(10).map(({ seq }) => seq)).toEqual([7, 8, 9])
  })
})
