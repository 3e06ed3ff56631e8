import { onTestFinished, describe, expect, it } from 'vitest'
import { createDraftRepository } from '../../../../electron/agent/drafts/draft-repository.ts'
import { createDraftService } from '../../../../electron/agent/drafts/draft-service.ts'
import { openDatabase } from '../../../../electron/agent/storage/database.ts'
import { testHost } from '../../../support/test-host.ts'

const KEY = { form: 'operator', subject: 'new' } as const

async function openDrafts(host = testHost(), scope = () => 'account-1') {
  const db = await openDatabase(host)
  onTestFinished(() => void db.close())
  const now = () => host.now()
  return { db, drafts: createDraftService({ drafts: createDraftRepository(db), now, scope }) }
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
  })
})
