import type { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Tables } from '../../../server/database/tables.ts'
import { purgeAnswers, purgeTombstones } from '../../../server/sync/purge.ts'
import { ENGINES } from '../../support/databases.ts'
import { AT, pull, resultsOf, save, startNoticeSync } from '../../support/notice-sync.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const after = (days: number) => new Date(Date.parse(AT) + days * DAY_MS)

/** Notices 1 and 2, then the tombstone of notice 1 under change number 3, then notice 3 under 4. */
async function withTombstone(db: Kysely<Tables>) {
  const sync = await startNoticeSync(db)
  await sync.send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙')])
  await sync.feeds.transaction(async (_db, openFeed) => {
    await (await openFeed('organisation-1', { accountId: null })).delete('notice', 'notice-1', 'gone')
  })
  await sync.send([save(3, 'notice-3', '丙')])
  const tombstones = () => db.selectFrom('record').select('id').where('deleted', '=', 1).execute()
  const horizon = async () =>
    (
      await db.selectFrom('organisation').select('horizon_seq').where('id', '=', 'organisation-1').execute()
    )[0]?.horizon_seq
  const see = (clientId: string, days: number, ackedCursor: number) => {
    sync.clock.now = after(days)
    return sync.send([], { clientId, ackedCursor })
  }
  return { ...sync, tombstones, horizon, see }
}

describe.each(ENGINES)('purgeTombstones on $name', ({ open }) => {
  it('keeps tombstones younger than 90 days', async () => {
    const db = await open()
    const { tombstones, horizon, see } = await withTombstone(db)
    await see('client-1', 80, 4)
    await purgeTombstones(db, after(89))
    expect(await tombstones()).toHaveLength(1)
    expect(await horizon()).toBe(0)
  })

  it('keeps a tombstone that a live workstation has not taken, and removes it once it has', async () => {
    const db = await open()
    const { tombstones, horizon, see } = await withTombstone(db)
    await see('client-1', 91, 4)
    await see('client-2', 91, 2)
    await purgeTombstones(db, after(92))
    expect(await tombstones()).toHaveLength(1)
    await see('client-2', 92, 3)
    await purgeTombstones(db, after(92))
    expect(await tombstones()).toEqual([])
    expect(await horizon()).toBe(3)
  })

  it('waits neither for a workstation that was away for 90 days nor for one that is revoked', async () => {
    const db = await open()
    const { tombstones, see } = await withTombstone(db)
    await see('client-2', 0, 0)
    await see('client-3', 100, 0)
    await see('client-1', 100, 4)
    await db.updateTable('client').set({ revoked_at: AT }).where('id', '=', 'client-3').execute()
    await purgeTombstones(db, after(101))
    expect(await tombstones()).toEqual([])
  })

  it('I14: sends a workstation that was away too long to the beginning, and does not let it bring the record back', async () => {
    const db = await open()
    const { epoch, send, see } = await withTombstone(db)
    await see('client-2', 0, 2)
    await see('client-1', 100, 4)
    await purgeTombstones(db, after(100))
    const read = (cursor: number, snapshot?: number) =>
      pull(db, epoch, { organisationId: 'organisation-1', cursor, limit: 1, snapshot })
    const { reset } = await read(2)
    expect(reset).toEqual({ head: 4 })
    const first = await read(0, reset?.head)
    const second = await read(first.cursor, reset?.head)
    expect([...first.changes, ...second.changes].map(({ id }) => id)).toEqual(['notice-2', 'notice-3'])
    expect(second.more).toBe(false)

    const late = save(1, 'notice-1', '我的', { baseRev: 1, base: { text: '甲' } })
    const made = save(2, 'notice-1', '我的')
    expect(resultsOf(await send([late, made], { clientId: 'client-2' }))).toEqual([
      { seq: 1, status: 'conflict', rev: 2, conflicts: ['text'] },
      { seq: 2, status: 'conflict', rev: 2, conflicts: ['text'] },
    ])
    expect((await read(second.cursor)).changes).toEqual([])
  })
})

describe.each(ENGINES)('purgeAnswers on $name', ({ open }) => {
  it('removes answers that are old and on the workstation’s disk, and no others', async () => {
    const db = await open()
    const { send, clock } = await startNoticeSync(db)
    await send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙')])
    await send([save(1, 'notice-9', '丁', { origin: { clientId: 'client-9', seq: 1 } })], {
      clientId: 'client-2',
    })
    clock.now = after(100)
    await send([save(3, 'notice-3', '丙')], { ackedSeq: 1 })
    await purgeAnswers(db, after(179))
    expect(await db.selectFrom('applied').select('seq').execute()).toHaveLength(4)
    await purgeAnswers(db, after(181))
    const left = await db
      .selectFrom('applied')
      .select(['client_id', 'seq'])
      .orderBy('client_id')
      .orderBy('seq')
      .execute()
    expect(left.map((row) => [row.client_id, row.seq])).toEqual([
      ['client-1', 2],
      ['client-1', 3],
      ['client-2', 1],
    ])
    expect(await db.selectFrom('passed_on').select('seq').execute()).toHaveLength(1)
  })
})
