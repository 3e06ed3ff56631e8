import type { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Tables } from '../../../server/database/tables.ts'
import { createFeeds } from '../../../server/records/feeds.ts'
import { createRecordReader, SERVER_ITSELF } from '../../../server/records/record-store.ts'
import { ENGINES } from '../../support/databases.ts'

const NOW = new Date('2026-11-22T02:00:00.000Z')
const NOTICE = { text: '样本', kind: 'good', place: 'none', at: NOW.toISOString() } as const

async function withOrganisation(db: Kysely<Tables>, id = 'organisation-1') {
  await db
    .insertInto('organisation')
    .values({
      id,
      name: '样本',
      credit_code: id,
      province: '320000',
      change_seq: 0,
      created_at: NOW.toISOString(),
    })
    .execute()
  return { feeds: createFeeds(db, () => NOW), id }
}

describe.each(ENGINES)('openRecordStore on $name', ({ open }) => {
  it('raises revision and change number at every write and keeps every version', async () => {
    const db = await open()
    const { feeds, id } = await withOrganisation(db)
    const author = {
      accountId: 'account-1',
      clientId: 'client-1',
      seq: 7,
      clientTime: '2026-11-21T00:00:00.000Z',
    }
    await feeds.transaction(async (_db, openFeed) => {
      const records = await openFeed(id, author)
      await records.put('notice', 'notice-1', NOTICE, 'first')
      await records.put('notice', 'notice-2', NOTICE, 'first')
      const changed = await records.put('notice', 'notice-1', { ...NOTICE, text: '改' }, 'second')
      expect(changed.rev).toBe(2)
    })
    const rows = await db
      .selectFrom('record')
      .select(['id', 'rev', 'change_seq'])
      .orderBy('change_seq')
      .execute()
    expect(rows).toEqual([
      { id: 'notice-2', rev: 1, change_seq: 2 },
      { id: 'notice-1', rev: 2, change_seq: 3 },
    ])
    const versions = await db
      .selectFrom('version')
      .selectAll()
      .where('record_id', '=', 'notice-1')
      .orderBy('rev')
      .execute()
    expect(versions.map((row) => row.cause)).toEqual(['first', 'second'])
    expect(versions[1]).toMatchObject({
      account_id: 'account-1',
      client_id: 'client-1',
      seq: 7,
      client_time: author.clientTime,
    })
    expect(JSON.parse(versions[0]?.body ?? '')).toEqual(NOTICE)
  })

  it('leaves a tombstone with its body in the history', async () => {
    const db = await open()
    const { feeds, id } = await withOrganisation(db)
    await feeds.transaction(async (_db, openFeed) => {
      const records = await openFeed(id, SERVER_ITSELF)
      await records.put('notice', 'notice-1', NOTICE, 'made')
      await records.delete('notice', 'notice-1', 'gone')
      await records.delete('notice', 'notice-1', 'gone again')
    })
    const reader = createRecordReader(db, id)
    expect(await reader.list('notice')).toEqual([])
    expect(await reader.get('notice', 'notice-1')).toMatchObject({ deleted: true, rev: 2, body: NOTICE })
  })

  it('keeps records of different types with one id apart', async () => {
    const db = await open()
    const { feeds, id } = await withOrganisation(db)
    await feeds.transaction(async (_db, openFeed) => {
      const records = await openFeed(id, SERVER_ITSELF)
      await records.put('notice', 'same-id-1', NOTICE, 'made')
      expect(await records.get('operator', 'same-id-1')).toBeNull()
    })
  })

  it('refuses a body that its schema refuses and keeps nothing of the transaction', async () => {
    const db = await open()
    const { feeds, id } = await withOrganisation(db)
    const attempt = feeds.transaction(async (_db, openFeed) => {
      const records = await openFeed(id, SERVER_ITSELF)
      await records.put('notice', 'notice-1', NOTICE, 'made')
      // Safe: wrong on purpose.
      await records.put('notice', 'notice-2', { ...NOTICE, kind: 'loud' } as never, 'made')
    })
    await expect(attempt).rejects.toThrow()
    expect(await db.selectFrom('record').selectAll().execute()).toEqual([])
    expect(await createRecordReader(db, id).list('notice')).toEqual([])
  })

  it('lets writers of one organisation take turns, so that none loses the other’s change', async () => {
    const db = await open()
    const { feeds, id } = await withOrganisation(db)
    await feeds.transaction(async (_db, openFeed) => {
      await (await openFeed(id, SERVER_ITSELF)).put('notice', 'notice-1', { ...NOTICE, text: '' }, 'made')
    })
    const append = (letter: string) =>
      feeds.transaction(async (_db, openFeed) => {
        const records = await openFeed(id, SERVER_ITSELF)
        const current = await records.get('notice', 'notice-1')
        await records.put(
          'notice',
          'notice-1',
          { ...NOTICE, text: (current?.body.text ?? '') + letter },
          'appended',
        )
      })
    await Promise.all(Array.from('甲乙丙丁戊己庚辛').map(append))
    const record = await createRecordReader(db, id).get('notice', 'notice-1')
    expect(Array.from(record?.body.text ?? '').sort()).toEqual(Array.from('甲乙丙丁戊己庚辛').sort())
    expect(record?.rev).toBe(9)
  })

  it('survives two transactions that open two feeds in opposite order', async () => {
    const db = await open()
    const { feeds } = await withOrganisation(db, 'organisation-1')
    await withOrganisation(db, 'organisation-2')
    const both = (first: string, second: string) =>
      feeds.transaction(async (_db, openFeed) => {
        await (await openFeed(first, SERVER_ITSELF)).put('notice', 'notice-1', NOTICE, 'made')
        await new Promise((resolve) => setTimeout(resolve, 50))
        await (await openFeed(second, SERVER_ITSELF)).put('notice', 'notice-1', NOTICE, 'made')
      })
    await Promise.all([both('organisation-1', 'organisation-2'), both('organisation-2', 'organisation-1')])
    const revs = await db.selectFrom('record').select('rev').execute()
    expect(revs).toEqual([{ rev: 2 }, { rev: 2 }])
  })

  it('tells listeners after the commit, and of a rolled back transaction nothing', async () => {
    const db = await open()
    const { feeds, id } = await withOrganisation(db)
    const heard: string[] = []
    const stop = feeds.onNews(id, () => heard.push('news'))
    await feeds.transaction(async (_db, openFeed) => {
      await (await openFeed(id, SERVER_ITSELF)).put('notice', 'notice-1', NOTICE, 'made')
      expect(heard).toEqual([])
    })
    expect(heard).toEqual(['news'])
    const failed = feeds.transaction(async (_db, openFeed) => {
      await openFeed(id, SERVER_ITSELF)
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    stop()
    await feeds.transaction((_db, openFeed) => openFeed(id, SERVER_ITSELF))
    expect(heard).toEqual(['news'])
  })
})
