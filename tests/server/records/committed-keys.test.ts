import fc from 'fast-check'
import type { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Tables } from '../../../server/database/tables.ts'
import { createFeeds, type Feeds } from '../../../server/records/feeds.ts'
import type { RecordKey } from '../../../server/records/key-index.ts'
import { createRecordStore } from '../../../server/records/record-store.ts'
import { purgeTombstones } from '../../../server/sync/purge.ts'
import { ENGINES } from '../../support/databases.ts'

const AT = '2026-11-22T02:00:00.000Z'
const ORGANISATION = 'organisation-1'
const TEXT: RecordKey = {
  name: 'text of a notice',
  type: 'notice',
  valuesOf: ({ text }) => (text === '' ? [] : [String(text)]),
}
const aNotice = (text: string) => ({ text, kind: 'good', place: 'none', at: AT }) as const

async function withFeeds(db: Kysely<Tables>) {
  await db
    .insertInto('organisation')
    .values({
      id: ORGANISATION,
      name: '样本',
      credit_code: '1',
      province: '320000',
      change_seq: 0,
      created_at: AT,
    })
    .execute()
  return () => createFeeds(db, () => new Date(AT))
}

type Step = { kind: 'put' | 'delete'; id: string; text: string } | { kind: 'undo' }
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('put' as const, 'put' as const, 'delete' as const),
    id: fc.constantFrom('notice-1', 'notice-2', 'notice-3'),
    text: fc.constantFrom('', '甲', '乙'),
  }),
  fc.record({ kind: fc.constant('undo' as const) }),
)
/** One transaction through one of two servers; `fails` ends it without a commit. */
const turn = fc.record({
  server: fc.nat(1),
  fails: fc.boolean(),
  steps: fc.array(step, { maxLength: 5 }),
})

async function take(
  feeds: Feeds,
  { steps, fails }: { steps: readonly Step[]; fails: boolean },
): Promise<void> {
  const failure = new Error('not committed')
  await feeds
    .transaction(async (_trx, _openFeed, openBatch) => {
      const batch = await openBatch(ORGANISATION, () => ({ accountId: null }), [])
      const records = createRecordStore(ORGANISATION, batch)
      for (const taken of steps) {
        if (taken.kind === 'put') await records.put('notice', taken.id, aNotice(taken.text), 'saved')
        else if (taken.kind === 'delete') await records.delete('notice', taken.id, 'gone')
        else batch.rollBackTo(0)
        const living = await records.list('notice')
        for (const text of ['甲', '乙', '']) {
          const expected = living.filter(({ body }) => text !== '' && body.text === text)
          expect((await records.idsWith(TEXT, text)).sort()).toEqual(expected.map(({ id }) => id).sort())
        }
      }
      if (fails) throw failure
    })
    .catch((error: unknown) => {
      if (error !== failure) throw error
    })
}

describe.each(ENGINES)('idsWith on $name', ({ open }) => {
  it('finds what a search through the list finds, within a push, after others and after one that failed, on two servers', async () => {
    const server = await withFeeds(await open())
    const servers = [server(), server()]
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { maxLength: 6 }), async (turns) => {
        for (const each of turns) {
          const feeds = servers[each.server]
          if (feeds) await take(feeds, each)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('finds nothing that was deleted and purged since it looked last', async () => {
    const db = await open()
    const feeds = (await withFeeds(db))()
    const put: Step = { kind: 'put', id: 'notice-1', text: '甲' }
    await take(feeds, { steps: [put], fails: false })
    await take(feeds, { steps: [{ ...put, id: 'notice-2', text: '乙' }], fails: false })
    const later = createFeeds(db, () => new Date(AT))
    await take(later, { steps: [{ ...put, kind: 'delete' }], fails: false })
    await purgeTombstones(db, new Date(Date.parse(AT) + 100 * 24 * 60 * 60 * 1000))
    expect(await db.selectFrom('record').select('id').execute()).toEqual([{ id: 'notice-2' }])
    await take(feeds, { steps: [{ ...put, id: 'notice-3' }], fails: false })
  })
})
