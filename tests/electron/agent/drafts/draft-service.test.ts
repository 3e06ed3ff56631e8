import { onTestFinished, describe, expect, it } from 'vitest'
import { openDrafts as open } from '../../../../electron/agent/drafts/open-drafts.ts'
import { openDatabase } from '../../../../electron/agent/storage/database.ts'
import { createWorkspaces } from '../../../../electron/agent/storage/workspaces.ts'
import { testHost } from '../../../support/test-host.ts'

const KEY = { form: 'operator', subject: 'new' } as const

async function openDrafts(host = testHost(), scope = () => 'account-1') {
  const db = await openDatabase(host)
  onTestFinished(() => void db.close())
  const now = () => host.now()
  return { db, drafts: open(db, { now, scope }) }
}

describe('drafts', () => {
  it('are there after the program was opened again, typed as they were', async () => {
    const host = testHost()
    const content = { name: '王', idNumber: '1101', buildings: [{ id: 'a', name: '' }], level: null }
    const first = await openDrafts(host)
    await first.drafts.save({ ...KEY, title: '王', content })
    first.db.close()
    const { drafts } = await openDrafts(host)
    expect(await drafts.open(KEY)).toMatchObject({ title: '王', content })
    expect(await drafts.list()).toHaveLength(1)
  })

  it('keep one draft for each subject of a form', async () => {
    const { drafts } = await openDrafts()
    await drafts.save({ ...KEY, title: '一', content: { name: '一' } })
    await drafts.save({ ...KEY, title: '二', content: { name: '二' } })
    await drafts.save({ ...KEY, subject: 'operator-1', title: '三', content: {} })
    expect((await drafts.list()).map(({ title }) => title).sort()).toEqual(['三', '二'])
  })

  it('come back after a discard that was a slip', async () => {
    const { drafts } = await openDrafts()
    await drafts.save({ ...KEY, title: '王', content: { name: '王' } })
    await drafts.discard(KEY)
    expect(await drafts.open(KEY)).toBeNull()
    expect(await drafts.restore(KEY)).toMatchObject({ content: { name: '王' } })
    expect(await drafts.open(KEY)).not.toBeNull()
    expect(await drafts.restore({ ...KEY, subject: 'other' })).toBeNull()
  })

  it('of a registration are cleared away by the account that it made', async () => {
    const key = { form: 'organisation-registration', subject: 'new' } as const
    let account = ''
    const { drafts } = await openDrafts(testHost(), () => account)
    await drafts.save({ ...key, title: '帐号注册', content: { name: '南京安盾' } })
    account = 'account-1'
    await drafts.discard(key)
    account = ''
    expect(await drafts.open(key)).toBeNull()
  })

  it('never hold a password or a code', async () => {
    const { drafts } = await openDrafts()
    const content = { name: '王', password: 'geheim', smsCode: '123456' }
    expect((await drafts.save({ ...KEY, title: '王', content })).content).toEqual({ name: '王' })
  })

  it('are not shown to another account', async () => {
    let account = 'account-1'
    const { drafts } = await openDrafts(testHost(), () => account)
    await drafts.save({ ...KEY, title: '王', content: {} })
    account = 'account-2'
    expect(await drafts.list()).toEqual([])
    expect(await drafts.open(KEY)).toBeNull()
    await drafts.save({ ...KEY, title: '李', content: { name: '李' } })
    await drafts.discard(KEY)
    account = 'account-1'
    expect(await drafts.open(KEY)).toMatchObject({ title: '王' })
    expect(await drafts.listDiscarded()).toEqual([])
  })

  it('are not saved among those of whoever signed in meanwhile', async () => {
    const { drafts } = await openDrafts(testHost(), () => 'account-2')
    const late = { ...KEY, title: '王', content: {}, owner: 'account-1' }
    await expect(async () => drafts.save(late)).rejects.toMatchObject({ failure: { code: 'not-signed-in' } })
    expect(await drafts.list()).toEqual([])
    expect(await drafts.save({ ...late, owner: 'account-2' })).toMatchObject({ title: '王' })
  })

  it('come back after the program was closed and opened again', async () => {
    const host = testHost()
    const first = await openDrafts(host)
    const { id } = await first.drafts.save({ ...KEY, title: '王', content: { name: '王' } })
    await first.drafts.discard(KEY)
    first.db.close()
    const { drafts } = await openDrafts(host)
    expect(await drafts.listDiscarded()).toMatchObject([{ id, title: '王', content: { name: '王' } }])
    expect(await drafts.restoreDiscarded({ id })).toMatchObject({ id, content: { name: '王' } })
    expect(await drafts.open(KEY)).toMatchObject({ content: { name: '王' } })
    expect(await drafts.listDiscarded()).toEqual([])
  })

  it('do not overwrite what was begun in their place when they come back', async () => {
    const { drafts } = await openDrafts()
    await drafts.save({ ...KEY, title: '王', content: { name: '王' } })
    await drafts.discard(KEY)
    await drafts.save({ ...KEY, title: '李', content: { name: '李' } })
    await drafts.restore(KEY)
    expect(await drafts.open(KEY)).toMatchObject({ title: '王' })
    expect(await drafts.listDiscarded()).toMatchObject([{ title: '李', content: { name: '李' } }])
  })

  it('are kept for 30 days after they were given up, those submitted not at all', async () => {
    let now = new Date('2026-11-22T00:00:00.000Z')
    const { drafts } = await openDrafts({ ...testHost(), now: () => now })
    const { id } = await drafts.save({ ...KEY, title: '王', content: { name: '王' } })
    await drafts.discard(KEY)
    await drafts.save({ ...KEY, subject: 'new-2', title: '李', content: {} })
    now = new Date('2026-12-21T00:00:00.000Z')
    await drafts.discard({ ...KEY, subject: 'new-2', submitted: true })
    expect(await drafts.listDiscarded()).toMatchObject([{ title: '王' }])
    now = new Date('2026-12-23T00:00:00.000Z')
    await drafts.save({ ...KEY, subject: 'new-3', title: '赵', content: {} })
    await drafts.discard({ ...KEY, subject: 'new-3' })
    expect(await drafts.listDiscarded()).toMatchObject([{ title: '赵' }])
    await expect(async () => drafts.restoreDiscarded({ id })).rejects.toMatchObject({
      failure: { code: 'not-found' },
    })
  })

  it('stand beside what the server has taken of the same account, looks and conflicts left out', async () => {
    let account = 'account-1'
    const { db, drafts } = await openDrafts(testHost(), () => account)
    const own = createWorkspaces({ db, now: () => new Date(), onChanged: () => undefined }).open(
      'account-1',
      'organisation-1',
    )
    const insert = db.prepare(
      `INSERT INTO outbox (workspace_id, seq, name, version, record_type, record_id, base_rev, title, set_fields, base_fields, blobs,
         created_at, state, answered_at) VALUES (?, ?, 'operator.save', 1, ?, 'o1', 0, ?, '{}', '{}', '[]', ?, ?, ?)`,
    )
    const at = '2026-11-22T00:00:00.000Z'
    insert.run(own.id, 1, 'operator', '添加操作员', at, 'acked', at)
    insert.run(own.id, 2, null, '查看身份证号', at, 'acked', at)
    insert.run(own.id, 3, 'operator', '修改操作员', at, 'pending', null)
    insert.run(own.id, 4, 'operator', '修改操作员', at, 'acked', '2026-11-22T00:01:00.000Z')
    insert.run(own.id, 5, 'operator', '有冲突的修改', at, 'acked', at)
    db.prepare(
      "INSERT INTO conflict (workspace_id, record_type, record_id, field, seq, at_rev) VALUES (?, 'operator', 'o1', 'name', 5, 1)",
    ).run(own.id)
    expect((await drafts.listSynced()).map(({ seq }) => seq)).toEqual([4, 1])
    account = 'account-2'
    expect(await drafts.listSynced()).toEqual([])
  })
})
