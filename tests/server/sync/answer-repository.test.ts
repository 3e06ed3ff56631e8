import fc from 'fast-check'
import type { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Tables } from '../../../server/database/tables.ts'
import { ENGINES } from '../../support/databases.ts'
import { resultsOf, save, startNoticeSync } from '../../support/notice-sync.ts'

const fromOne = (seq: number) => ({ origin: { clientId: 'client-1', seq } })
const otherClient = { clientId: 'client-2' }
const versions = (db: Kysely<Tables>) => db.selectFrom('version').select(['record_id', 'rev']).execute()

describe.each(ENGINES)('content that comes under two numbers, on $name', ({ open }) => {
  it('I3: takes effect once where its own workstation sent it first', async () => {
    const { db, send } = await startNoticeSync(await open())
    const first = resultsOf(await send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '拒绝')]))
    const brought = [save(1, 'notice-1', '甲', fromOne(1)), save(2, 'notice-2', '拒绝', fromOne(2))]
    expect(resultsOf(await send(brought, otherClient))).toEqual(first)
    expect(await versions(db)).toHaveLength(1)
  })

  it('I3: takes effect once where another workstation brought it first, and a third brings it again', async () => {
    const { db, send } = await startNoticeSync(await open())
    await send([save(1, 'notice-0', '别的')], otherClient)
    const brought = resultsOf(await send([save(2, 'notice-1', '甲', fromOne(1))], otherClient))
    expect(brought).toEqual([{ seq: 2, status: 'applied', rev: 1 }])
    expect(resultsOf(await send([save(1, 'notice-1', '甲')]))).toEqual([
      { seq: 1, status: 'applied', rev: 1 },
    ])
    const again = [save(1, 'notice-1', '甲', fromOne(1)), save(2, 'notice-1', '甲', fromOne(1))]
    expect(resultsOf(await send(again, { clientId: 'client-3' })).map(({ rev }) => rev)).toEqual([1, 1])
    expect(await versions(db)).toHaveLength(2)
  })

  it('loses nothing where the first workstation sends other content under that number', async () => {
    const { send, records } = await startNoticeSync(await open())
    await send([save(1, 'notice-1', '甲', fromOne(1))], otherClient)
    expect(resultsOf(await send([save(1, 'notice-2', '乙')]))).toEqual([
      { seq: 1, status: 'applied', rev: 1 },
    ])
    expect(resultsOf(await send([save(1, 'notice-1', '甲', fromOne(1))], { clientId: 'client-3' }))).toEqual([
      { seq: 1, status: 'applied', rev: 1 },
    ])
    expect((await records()).map(({ text, rev }) => [text, rev])).toEqual([
      ['甲', 1],
      ['乙', 1],
    ])
  })

  it('is not answered with what another organisation’s workstation did', async () => {
    const { db, send } = await startNoticeSync(await open())
    await send([save(1, 'notice-1', '甲')])
    const elsewhere = { accountId: 'account-2', organisationId: 'organisation-2' }
    await send([save(1, 'notice-1', '甲', fromOne(1))], otherClient, elsewhere)
    expect(await db.selectFrom('record').select('organisation_id').execute()).toHaveLength(2)
  })

  it('I3: takes effect once when both workstations send it at the same moment', async () => {
    const { db, send } = await startNoticeSync(await open())
    const mine = [save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙')]
    const brought = mine.map((mutation) => ({ ...mutation, ...fromOne(mutation.seq) }))
    const answers = await Promise.all([
      send(mine),
      send(brought, otherClient),
      send(mine),
      send(brought, otherClient),
    ])
    for (const answer of answers) expect(resultsOf(answer)).toEqual(resultsOf(answers[0]))
    expect(await versions(db)).toHaveLength(2)
  })

  it('rejects what was answered so long ago that the answer is gone, once more under its origin, and applies nothing', async () => {
    const { db, send } = await startNoticeSync(await open())
    await send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙')])
    await db.deleteFrom('applied').where('seq', '=', 1).execute()
    const again = resultsOf(
      await send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙'), save(3, 'notice-3', '丙')]),
    )
    expect(again.map(({ status }) => status)).toEqual(['rejected', 'applied', 'applied'])
    expect(again[0]?.message).toContain('很久以前')
    const brought = resultsOf(await send([save(1, 'notice-1', '甲', fromOne(1))], otherClient))
    expect(brought.map(({ status }) => status)).toEqual(['rejected'])
    expect(await versions(db)).toHaveLength(3)
  })

  it('I3: takes effect once, whoever brings which part of it in whatever order', async () => {
    const CONTENTS = 5
    const step = fc.record({
      by: fc.nat(2),
      contents: fc.uniqueArray(fc.nat(CONTENTS - 1), { minLength: 1 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        const { db, send } = await startNoticeSync(await open())
        const content = (index: number) => save(index + 1, `notice-${index}`, `第 ${index}`)
        const reached = [0, 0, 0]
        for (const { by, contents } of [...steps, { by: 0, contents: [] }]) {
          const mutations =
            by === 0
              ? Array.from({ length: CONTENTS }, (_, index) => content(index))
              : contents.map((index, place) => ({
                  ...content(index),
                  ...fromOne(index + 1),
                  seq: (reached[by] ?? 0) + place + 1,
                }))
          resultsOf(await send(mutations, { clientId: `client-${by + 1}` }))
          reached[by] = mutations.at(-1)?.seq ?? 0
        }
        const rows = await versions(db)
        expect(rows.map(({ rev }) => rev)).toEqual(Array.from({ length: CONTENTS }, () => 1))
        await db.destroy()
      }),
      { numRuns: 6 },
    )
  })
})
