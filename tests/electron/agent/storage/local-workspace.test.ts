import { describe, expect, it } from 'vitest'
import { anOperator, saveOperator, testWorkspace } from '../../../support/test-workspace.ts'
import { testHost } from '../../../support/test-host.ts'

const ID = 'operator-1'

describe('a local workspace', () => {
  it('writes the record and the outgoing mutation together', async () => {
    const { workspace } = await testWorkspace()
    saveOperator(workspace, ID, anOperator())
    expect(workspace.get('operator', ID)).toMatchObject({ baseRev: 0, syncState: 'waiting' })
    const [mutation] = workspace.outbox.mutations(10)
    expect(mutation).toMatchObject({ seq: 1, name: 'operator.save', recordId: ID, baseRev: 0, base: {} })
    expect(mutation?.set).toMatchObject({ name: '林建国', level: 'four' })
  })

  it('writes neither when the power goes between the two', async () => {
    const { workspace, db } = await testWorkspace()
    db.exec(`CREATE TRIGGER cut BEFORE INSERT ON record BEGIN SELECT raise(ABORT, 'cut off'); END`)
    expect(() => saveOperator(workspace, ID, anOperator())).toThrow('cut off')
    expect(workspace.get('operator', ID)).toBeNull()
    expect(workspace.outbox.mutations(10)).toEqual([])
    db.exec('DROP TRIGGER cut')
    saveOperator(workspace, ID, anOperator())
    expect(workspace.outbox.mutations(10).map(({ seq }) => seq)).toEqual([1])
  })

  it('is found again after a restart', async () => {
    const host = testHost()
    const first = await testWorkspace(host)
    saveOperator(first.workspace, ID, anOperator())
    const clientId = first.workspace.clientId
    first.db.close()
    const second = await testWorkspace(host)
    expect(second.workspace.clientId).toBe(clientId)
    expect(second.workspace.get('operator', ID)?.body.name).toBe('林建国')
    expect(second.workspace.counts()).toEqual({ waiting: 1, refused: 0, conflicts: 0 })
  })

  it('sends only the fields that changed, with the values they had', async () => {
    const { workspace } = await testWorkspace()
    saveOperator(workspace, ID, anOperator())
    saveOperator(workspace, ID, anOperator({ level: 'three' }))
    expect(workspace.outbox.mutations(10)[1]).toMatchObject({
      set: { level: 'three' },
      base: { level: 'four' },
    })
  })

  it('sends nothing when nothing changed', async () => {
    const { workspace } = await testWorkspace()
    saveOperator(workspace, ID, anOperator())
    saveOperator(workspace, ID, anOperator())
    expect(workspace.outbox.mutations(10)).toHaveLength(1)
  })

  it('keeps the outbox of one account from the other', async () => {
    const { workspaces, workspace } = await testWorkspace()
    saveOperator(workspace, ID, anOperator())
    const other = workspaces.open('account-2', 'organisation-1')
    expect(other.outbox.mutations(10)).toEqual([])
    expect(other.list('operator')).toEqual([])
    expect(other.clientId).not.toBe(workspace.clientId)
  })

  it('shows what the user typed while the server says something else of another field', async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [feedOperator(1, {})])
    saveOperator(workspace, ID, anOperator({ level: 'three' }))
    workspace.takePage('epoch', 2, [feedOperator(2, { mobile: '13900000000' })])
    expect(workspace.get('operator', ID)).toMatchObject({
      baseRev: 2,
      body: { level: 'three', mobile: '13900000000' },
    })
  })

  it('keeps an answered value in view until the feed has brought it', async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [feedOperator(1, {})])
    saveOperator(workspace, ID, anOperator({ level: 'three' }))
    workspace.takeResults('epoch', [{ seq: 1, status: 'applied', rev: 2 }])
    expect(workspace.get('operator', ID)).toMatchObject({ syncState: 'synced', body: { level: 'three' } })
    workspace.takePage('epoch', 2, [feedOperator(2, { level: 'two' })])
    expect(workspace.get('operator', ID)?.body.level).toBe('two')
  })

  it('keeps an answered value in view over what the feed says of the time before (I8)', async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [feedOperator(1, {})])
    saveOperator(workspace, ID, anOperator({ level: 'three' }))
    workspace.takeResults('epoch', [{ seq: 1, status: 'merged', rev: 3 }])
    workspace.takePage('epoch', 2, [feedOperator(2, { mobile: '13900000000' })])
    expect(workspace.get('operator', ID)?.body).toMatchObject({ level: 'three', mobile: '13900000000' })
    workspace.takePage('epoch', 3, [feedOperator(3, { level: 'three', mobile: '13900000000' })])
    expect(workspace.get('operator', ID)?.body).toMatchObject({ level: 'three', mobile: '13900000000' })
  })

  it('keeps a refused addition with its reason, and lets it be mended', async () => {
    const { workspace } = await testWorkspace()
    saveOperator(workspace, ID, anOperator())
    workspace.takeResults('epoch', [{ seq: 1, status: 'rejected', rev: 0, message: '未满 18 周岁' }])
    expect(workspace.get('operator', ID)).toMatchObject({ syncState: 'refused', refusal: '未满 18 周岁' })
    saveOperator(workspace, ID, anOperator({ name: '林建军' }))
    expect(workspace.get('operator', ID)).toMatchObject({ syncState: 'waiting', refusal: null })
    expect(workspace.outbox.mutations(10)).toMatchObject([{ seq: 2, set: { name: '林建军', level: 'four' } }])
  })

  it("takes back a refused change that is not the record's own typing", async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [feedOperator(1, {})])
    const removed = anOperator({ removedAt: '2026-01-01T00:00:00.000Z' })
    const mutation = {
      name: 'operator.remove',
      version: 1,
      recordId: ID,
      title: '删除操作员',
      set: {},
    } as const
    workspace.change('operator', removed, mutation)
    expect(workspace.get('operator', ID)?.body.removedAt).not.toBeNull()
    workspace.takeResults('epoch', [{ seq: 1, status: 'rejected', rev: 0, message: '不能删除' }])
    expect(workspace.get('operator', ID)?.body.removedAt).toBeNull()
    expect(workspace.entries()).toMatchObject([{ state: 'refused', message: '不能删除' }])
  })

  it('keeps the losing value of a conflict until the user has decided', async () => {
    const { workspace, db } = await testWorkspace()
    workspace.takePage('epoch', 1, [feedOperator(1, {})])
    saveOperator(workspace, ID, anOperator({ level: 'three', mobile: '13911111111' }))
    workspace.takeResults('epoch', [{ seq: 1, status: 'conflict', rev: 3, conflicts: ['level'] }])
    workspace.takePage('epoch', 3, [feedOperator(3, { level: 'one', mobile: '13911111111' })])
    expect(workspace.get('operator', ID)).toMatchObject({ syncState: 'conflict', body: { level: 'one' } })
    expect(db.prepare('SELECT field, mine FROM conflict').all()).toEqual([
      { field: 'level', mine: '"three"' },
    ])
    saveOperator(workspace, ID, anOperator({ level: 'three', mobile: '13911111111' }))
    expect(workspace.counts()).toEqual({ waiting: 1, refused: 0, conflicts: 0 })
  })

  it('forgets a refused addition that the user gives up', async () => {
    const { workspace } = await testWorkspace()
    saveOperator(workspace, ID, anOperator())
    workspace.takeResults('epoch', [{ seq: 1, status: 'rejected', rev: 0, message: '未满 18 周岁' }])
    expect(workspace.discard(1)).toBe(true)
    expect(workspace.get('operator', ID)).toBeNull()
    expect(workspace.entries()).toEqual([])
    expect(workspace.discard(1)).toBe(false)
  })

  it('shows a tombstone as gone, but not what is still on its way', async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [feedOperator(1, {})])
    saveOperator(workspace, ID, anOperator({ level: 'three' }))
    workspace.takePage('epoch', 2, [{ type: 'operator', id: ID, rev: 2, changeSeq: 2, body: null }])
    expect(workspace.get('operator', ID)?.body.level).toBe('three')
    workspace.takeResults('epoch', [{ seq: 1, status: 'rejected', rev: 2, message: '已删除' }])
    workspace.discard(1)
    expect(workspace.get('operator', ID)).toBeNull()
  })

  it('shows what was sent in vain as waiting again, and tells so to whoever saw it on the wire', async () => {
    const { workspace, changes } = await testWorkspace()
    saveOperator(workspace, ID, anOperator())
    workspace.setSending(1)
    expect(workspace.get('operator', ID)?.syncState).toBe('sending')
    changes.length = 0
    workspace.countAttempt(1, 1)
    expect(workspace.get('operator', ID)?.syncState).toBe('waiting')
    expect(changes).toEqual([{ types: ['operator'], cause: 'server' }])
  })

  it('does not let a recorded look show as a waiting change', async () => {
    const { workspace } = await testWorkspace()
    workspace.takePage('epoch', 1, [feedOperator(1, {})])
    const look = { recordType: 'operator', field: 'idNumber' }
    const mutation = {
      name: 'personal-data.reveal',
      version: 1,
      recordId: ID,
      title: '查看',
      set: look,
    } as const
    workspace.change('operator', null, { ...mutation, silent: true })
    expect(workspace.get('operator', ID)?.syncState).toBe('synced')
    expect(workspace.counts().waiting).toBe(1)
  })
})

function feedOperator(rev: number, changes: Parameters<typeof anOperator>[0]) {
  return { type: 'operator', id: ID, rev, changeSeq: rev, body: { ...anOperator(changes) } } as const
}
