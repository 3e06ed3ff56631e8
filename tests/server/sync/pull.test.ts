import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../support/databases.ts'
import { AT, pull, save, startNoticeSync } from '../../support/notice-sync.ts'

describe.each(ENGINES)('pull on $name', ({ name, open }) => {
  it('pages through the feed, newest place of every record, tombstones without a body', async () => {
    const { db, epoch, feeds, send } = await startNoticeSync(await open())
    await send([
      save(1, 'notice-1', '甲'),
      save(2, 'notice-2', '乙'),
      save(3, 'notice-1', '丙', { baseRev: 1 }),
    ])
    await feeds.transaction(async (_db, openFeed) => {
      await (await openFeed('organisation-1', { accountId: null })).delete('notice', 'notice-2', 'gone')
    })
    const one = await pull(db, epoch, { organisationId: 'organisation-1', cursor: 0, limit: 1 })
    expect(one).toMatchObject({
      cursor: 3,
      more: true,
      changes: [{ id: 'notice-1', rev: 2, body: { text: '丙' } }],
    })
    const two = await pull(db, epoch, { organisationId: 'organisation-1', cursor: one.cursor, limit: 10 })
    expect(two).toMatchObject({ cursor: 4, more: false, changes: [{ id: 'notice-2', rev: 2, body: null }] })
    expect(await pull(db, epoch, { organisationId: 'organisation-2', cursor: 0, limit: 10 })).toMatchObject({
      cursor: 0,
      changes: [],
    })
  })

  it('I9: never lets a row appear below a cursor it has answered, with six writers at once', async () => {
    const { db, epoch, send } = await startNoticeSync(await open())
    const WRITERS = 6
    const EACH = 12
    const writing = Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let seq = 1; seq <= EACH; seq += 1) {
          await send([save(seq, `notice-${writer}-${seq}`, '甲')], { clientId: `client-${writer}` })
        }
      }),
    )
    const seen = new Set<string>()
    let cursor = 0
    const writers = { done: false }
    void writing.then(() => {
      writers.done = true
    })
    for (;;) {
      const wasDone = writers.done
      const page = await pull(db, epoch, { organisationId: 'organisation-1', cursor, limit: 7 })
      const numbers = page.changes.map((change) => change.changeSeq)
      expect(numbers.every((number) => number > cursor)).toBe(true)
      for (const change of page.changes) seen.add(change.id)
      cursor = page.cursor
      if (wasDone && !page.more) break
    }
    await writing
    expect(seen.size).toBe(WRITERS * EACH)
  })

  it('I9: never hides a change from a cursor when a later writer is faster', async () => {
    const { db, epoch, feeds } = await startNoticeSync(await open())
    const body = { text: '', kind: 'good', place: 'none', at: AT } as const
    const read = (cursor: number) => pull(db, epoch, { organisationId: 'organisation-1', cursor, limit: 10 })
    const slow = Promise.withResolvers<undefined>()
    const hasWritten = Promise.withResolvers<undefined>()
    const first = feeds.transaction(async (_db, openFeed) => {
      const records = await openFeed('organisation-1', { accountId: null })
      await records.put('notice', 'notice-1', body, 'made')
      hasWritten.resolve(undefined)
      await slow.promise
    })
    await hasWritten.promise
    const second = feeds.transaction(async (_db, openFeed) => {
      const records = await openFeed('organisation-1', { accountId: null })
      await records.put('notice', 'notice-2', body, 'made')
    })
    const between = Promise.race([second, new Promise((resolve) => setTimeout(resolve, 300))])
    // SQLite has one connection, which the slow writer holds: nobody can read in between there.
    const early = name === 'PostgreSQL' ? await between.then(() => read(0)) : null
    slow.resolve(undefined)
    await Promise.all([first, second])
    const late = await read(early?.cursor ?? 0)
    const seen = [...(early?.changes ?? []), ...late.changes].map(({ id }) => id)
    expect(seen).toEqual(['notice-1', 'notice-2'])
  })

  it('says where the feed ends, and sends stored bodies as they are', async () => {
    const { db, epoch, send } = await startNoticeSync(await open())
    await send([save(1, 'notice-1', '“引号”'), save(2, 'notice-2', '乙')])
    const body = JSON.stringify({ text: '“引号”', kind: 'good', place: 'none', at: AT, later: { kept: [1] } })
    await db.updateTable('record').set({ body }).where('id', '=', 'notice-1').execute()
    const page = await pull(db, epoch, { organisationId: 'organisation-1', cursor: 0, limit: 1 })
    expect(page).toMatchObject({ head: 2, cursor: 1, more: true })
    expect(page.changes[0]?.body).toEqual(JSON.parse(body))
  })

  it('answers a cursor behind the horizon with a reset, until the whole feed is read from a head that lies beyond', async () => {
    const { db, epoch, send } = await startNoticeSync(await open())
    await send([1, 2, 3, 4, 5, 6].map((seq) => save(seq, `notice-${seq}`, '甲')))
    await db.updateTable('organisation').set({ horizon_seq: 4 }).where('id', '=', 'organisation-1').execute()
    const read = (cursor: number, snapshot?: number) =>
      pull(db, epoch, { organisationId: 'organisation-1', cursor, limit: 2, snapshot })
    expect(await read(2)).toMatchObject({ changes: [], more: false, cursor: 2, reset: { head: 6 } })
    expect(await read(0)).not.toHaveProperty('reset')
    expect(await read(4)).not.toHaveProperty('reset')
    const second = await read(2, 6)
    expect(second).not.toHaveProperty('reset')
    expect(second.changes.map(({ id }) => id)).toEqual(['notice-3', 'notice-4'])
    expect(await read(2, 3)).toMatchObject({ reset: { head: 6 } })
  })
})
