import { describe, expect, it } from 'vitest'
import { anOperator, saveOperator, testWorkspace } from '../../../support/test-workspace.ts'

type Level = 'one' | 'two' | 'three' | 'four'

function change(id: string, changeSeq: number, level: Level = 'four', rev = 1) {
  return { type: 'operator', id, rev, changeSeq, body: { ...anOperator({ level }) } } as const
}

async function withRecords(...ids: string[]) {
  const made = await testWorkspace()
  const { workspace } = made
  const changes = ids.map((id, index) => change(id, index + 1))
  workspace.takeSlice({ epoch: 'e', cursor: ids.length, changes, head: ids.length })
  expect(workspace.endSnapshot()).toBe(true)
  return made
}

describe('reading the feed anew', () => {
  it('lets go of what the feed no longer names, and of nothing else (I14)', async () => {
    const { workspace } = await withRecords('a', 'b')
    saveOperator(workspace, 'mine', anOperator({ certificateNumber: 'No000009' }))
    workspace.beginSnapshot()
    expect(workspace.position()).toMatchObject({ cursor: 0 })
    workspace.takeSlice({ epoch: 'e', cursor: 90, changes: [change('b', 90, 'two', 3)], head: 95 })
    expect(workspace.position()).toMatchObject({ cursor: 90, snapshotHead: 95 })
    expect(workspace.list('operator').map(({ id }) => id)).toEqual(['a', 'b', 'mine'])
    expect(workspace.endSnapshot()).toBe(true)
    expect(workspace.position().snapshotHead).toBeNull()
    expect(workspace.list('operator').map(({ id }) => id)).toEqual(['b', 'mine'])
    expect(workspace.get('operator', 'b')?.body.level).toBe('two')
  })

  it('keeps an unsent edit of a record that is gone, and does not bring the record back once it is refused (I8, I14)', async () => {
    const { workspace } = await withRecords('a')
    saveOperator(workspace, 'a', anOperator({ level: 'three' }))
    workspace.beginSnapshot()
    workspace.takeSlice({ epoch: 'e', cursor: 9, changes: [], head: 9 })
    expect(workspace.endSnapshot()).toBe(true)
    expect(workspace.get('operator', 'a')).toMatchObject({ syncState: 'waiting', body: { level: 'three' } })
    expect(workspace.outbox.mutations(9)).toHaveLength(1)
    workspace.takeResults('e', [{ seq: 1, status: 'rejected', rev: 0, message: '已删除' }])
    expect(workspace.entries()).toMatchObject([{ state: 'refused' }])
    workspace.discard(1)
    expect(workspace.get('operator', 'a')).toBeNull()
  })

  it('does not take what was typed here for the server’s word when the first news of a record is its deletion', async () => {
    const { workspace, db } = await testWorkspace()
    saveOperator(workspace, 'a', anOperator({ name: '苗佳' }))
    const gone = { type: 'operator', id: 'a', rev: 2, changeSeq: 5, body: null } as const
    workspace.takeSlice({ epoch: 'e', cursor: 5, changes: [gone], head: 5 })
    saveOperator(workspace, 'a', anOperator({ name: '苗佳', mobile: '13800138000' }))
    const base = () => db.prepare("SELECT base_body FROM record WHERE id = 'a'").pluck().get()
    expect(base()).toBeNull()
  })

  it('goes on after a crash in the middle, in small bites', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => `r${String(index)}`)
    const { workspace, workspaces } = await withRecords(...ids)
    workspace.beginSnapshot()
    workspace.takeSlice({ epoch: 'e', cursor: 900, changes: [change('r7', 900)], head: 900 })
    expect(workspace.endSnapshot()).toBe(false)
    const again = workspaces.open('account-1', 'organisation-1')
    let bites = 1
    while (!again.endSnapshot()) bites += 1
    expect(bites).toBe(2)
    expect(again.list('operator').map(({ id }) => id)).toEqual(['r7'])
  })

  it('begins anew when the horizon passes once more', async () => {
    const { workspace } = await withRecords('a', 'b')
    workspace.beginSnapshot()
    workspace.takeSlice({ epoch: 'e', cursor: 50, changes: [change('a', 50)], head: 60 })
    workspace.beginSnapshot()
    workspace.takeSlice({ epoch: 'e', cursor: 70, changes: [change('b', 70)], head: 70 })
    expect(workspace.endSnapshot()).toBe(true)
    expect(workspace.list('operator').map(({ id }) => id)).toEqual(['b'])
  })

  it('writes nothing on a quiet reconnect (I20)', async () => {
    const { workspace, db } = await withRecords('a')
    const before = db.prepare('SELECT total_changes()').pluck().get()
    workspace.takeSlice({ epoch: 'e', cursor: 1, changes: [], head: 1 })
    expect(workspace.endSnapshot()).toBe(true)
    expect(db.prepare('SELECT total_changes()').pluck().get()).toBe(before)
  })
})
