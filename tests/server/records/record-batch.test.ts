import fc from 'fast-check'
import type { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Tables } from '../../../server/database/tables.ts'
import { createFeeds } from '../../../server/records/feeds.ts'
import { createRecordReader, createRecordStore } from '../../../server/records/record-store.ts'
import { ENGINES } from '../../support/databases.ts'

const AT = '2026-11-22T02:00:00.000Z'
const ORGANISATION = 'organisation-1'
const IDS = ['notice-1', 'notice-2', 'notice-3']
const aNotice = (text: string) => ({ text, kind: 'good', place: 'none', at: AT }) as const

async function withFeeds(db: Kysely<Tables>) {
  const created = { province: '320000', change_seq: 0, created_at: AT }
  await db
    .insertInto('organisation')
    .values({ id: ORGANISATION, name: '样本', credit_code: '1', ...created })
    .execute()
  return createFeeds(db, () => new Date(AT))
}

type Step =
  { kind: 'put'; id: string; text: string } | { kind: 'delete' | 'tell'; id: string } | { kind: 'undo' }
const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({
    kind: fc.constant('put' as const),
    id: fc.constantFrom(...IDS),
    text: fc.string({ maxLength: 3 }),
  }),
  fc.record({ kind: fc.constantFrom('delete' as const, 'tell' as const), id: fc.constantFrom(...IDS) }),
  fc.record({ kind: fc.constant('undo' as const) }),
)

describe.each(ENGINES)('openRecordBatch on $name', ({ open }) => {
  it('reads what it has written, one by one and as a list, before the tables know it', async () => {
    const db = await open()
    const feeds = await withFeeds(db)
    await feeds.transaction(async (trx, _openFeed, openBatch) => {
      const batch = await openBatch(ORGANISATION, () => ({ accountId: null }), IDS)
      const records = createRecordStore(ORGANISATION, batch)
      expect(await records.list('notice')).toEqual([])
      await records.put('notice', 'notice-1', aNotice('甲'), 'made')
      await records.put('notice', 'notice-2', aNotice('乙'), 'made')
      await records.put('notice', 'notice-1', aNotice('丙'), 'made')
      expect((await records.list('notice')).map(({ id, rev, body }) => [id, rev, body.text])).toEqual([
        ['notice-2', 1, '乙'],
        ['notice-1', 2, '丙'],
      ])
      expect(await records.get('notice', 'notice-1')).toMatchObject({ rev: 2, body: { text: '丙' } })
      expect(await trx.selectFrom('record').select('id').execute()).toEqual([])
    })
    expect((await createRecordReader(db, ORGANISATION).list('notice')).map(({ id }) => id)).toEqual([
      'notice-2',
      'notice-1',
    ])
  })

  it('I5, I7: leaves records that are the fold of their versions, whatever was written and taken back in between', async () => {
    const db = await open()
    const feeds = await withFeeds(db)
    const model = new Map<string, string | null>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await feeds.transaction(async (_trx, _openFeed, openBatch) => {
          const batch = await openBatch(ORGANISATION, () => ({ accountId: null }), IDS)
          const records = createRecordStore(ORGANISATION, batch)
          let kept = { mark: batch.mark(), model: new Map(model) }
          for (const taken of steps) {
            if (taken.kind === 'put') {
              await records.put('notice', taken.id, aNotice(taken.text), 'saved')
              model.set(taken.id, taken.text)
            } else if (taken.kind === 'delete') {
              await records.delete('notice', taken.id, 'gone')
              if (model.has(taken.id)) model.set(taken.id, null)
            } else if (taken.kind === 'tell') {
              kept = { mark: batch.mark(), model: new Map(model) }
            } else {
              batch.rollBackTo(kept.mark)
              model.clear()
              for (const [id, text] of kept.model) model.set(id, text)
            }
            const living = [...model].filter(([, text]) => text !== null)
            const seen = (await records.list('notice')).map(({ id, body }) => [id, body.text])
            expect(new Map(seen as [string, string][])).toEqual(new Map(living))
          }
        })
        await expectFold(db, model)
      }),
      { numRuns: 25 },
    )
  })
})

async function expectFold(db: Kysely<Tables>, model: ReadonlyMap<string, string | null>): Promise<void> {
  const rows = await db.selectFrom('record').selectAll().orderBy('change_seq').execute()
  const versions = await db.selectFrom('version').selectAll().orderBy('rev').execute()
  const fold = new Map(versions.map((row) => [row.record_id, row]))
  expect(rows.map(({ id, rev, body, deleted }) => [id, rev, body, deleted]).sort()).toEqual(
    [...fold.values()].map((row) => [row.record_id, row.rev, row.body, row.deleted]).sort(),
  )
  for (const id of fold.keys()) {
    const revs = versions.filter((row) => row.record_id === id).map(({ rev }) => rev)
    expect(revs).toEqual(revs.map((_, index) => index + 1))
  }
  const { change_seq } = await db.selectFrom('organisation').select('change_seq').executeTakeFirstOrThrow()
  expect(change_seq).toBe(versions.length)
  const texts = rows.map((row) => [
    row.id,
    row.deleted === 1 ? null : (JSON.parse(row.body) as { text: string }).text,
  ])
  expect(new Map(texts as [string, string | null][])).toEqual(model)
}
