import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../support/databases.ts'
import { pull, save, startNoticeSync } from '../../support/notice-sync.ts'

describe.each(ENGINES)('pull on $name', ({ open }) => {
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

  it('never lets a row appear below a cursor it has answered, with six writers at once', async () => {
    const { db, epoch, feeds, send } = await startNoticeSync(await open())
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
})
