import fc from 'fast-check'
import type { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Mutation, PullResponse, type PushRequest } from '../../../domain/sync/sync-contract.ts'
import { readEpoch } from '../../../server/database/epoch.ts'
import type { Tables } from '../../../server/database/tables.ts'
import { createFeeds } from '../../../server/records/feeds.ts'
import { mergeFields } from '../../../server/records/merge-fields.ts'
import { mutationHandler, type MutationHandler } from '../../../server/records/mutation-handler.ts'
import { pull as pullText, type PullRequest } from '../../../server/sync/pull.ts'
import { createPush, type PushAnswer } from '../../../server/sync/push-service.ts'
import { ENGINES } from '../../support/databases.ts'
import { aMutation } from '../../support/test-server.ts'

const pull = async (db: Kysely<Tables>, epoch: string, request: PullRequest) =>
  PullResponse.parse(JSON.parse(await pullText(db, epoch, request)))

const AT = '2026-11-22T02:00:00.000Z'
const CALLER = { accountId: 'account-1', organisationId: 'organisation-1' }

/** Saves a notice, and does whatever else the text asks for. */
const saveNotice: MutationHandler = mutationHandler({
  name: 'operator.save',
  version: 1,
  args: z.object({ text: z.string(), place: z.enum(['none', 'practice']) }).partial(),
  async apply({ records }, mutation, args) {
    const id = mutation.recordId
    const current = await records.get('notice', id)
    if (!current) {
      const body = { text: '', kind: 'good' as const, place: 'none' as const, at: AT, ...withoutGaps(args) }
      const { rev } = await records.put('notice', id, body, 'saved')
      if (args.text === '拒绝') return { status: 'rejected', message: '不接受' }
      if (args.text === '出错') throw new Error('broken on purpose')
      return { status: 'applied', rev }
    }
    const { body, status, conflicts } = mergeFields(current, mutation, args)
    const { rev } = await records.put('notice', id, body, 'saved')
    return { status, rev, conflicts }
  },
})

function withoutGaps(fields: { text?: string | undefined; place?: 'none' | 'practice' | undefined }) {
  return {
    ...(fields.text === undefined ? {} : { text: fields.text }),
    ...(fields.place === undefined ? {} : { place: fields.place }),
  }
}

const save = (seq: number, recordId: string, text: string, changes: Partial<Mutation> = {}) =>
  aMutation({ name: 'operator.save', seq, recordId, set: { text }, base: {}, clientTime: AT, ...changes })

async function startSync(db: Kysely<Tables>) {
  for (const id of ['organisation-1', 'organisation-2']) {
    await db
      .insertInto('organisation')
      .values({ id, name: '样本', credit_code: id, province: '320000', change_seq: 0, created_at: AT })
      .execute()
  }
  const epoch = await readEpoch(db)
  const errors: string[] = []
  const now = () => new Date(AT)
  const push = createPush({
    feeds: createFeeds(db, now),
    mutations: [saveNotice],
    epoch,
    now,
    report: (mutation) => errors.push(mutation),
  })
  const send = (mutations: Mutation[], changes: Partial<PushRequest> = {}, caller = CALLER) =>
    push(caller, { clientId: 'client-1', epoch, recordSchema: 1, ackedCursor: 0, mutations, ...changes })
  const records = async () => {
    const rows = await db.selectFrom('record').select(['id', 'rev', 'body']).orderBy('id').execute()
    return rows.map((row) => ({
      id: row.id,
      rev: row.rev,
      text: (JSON.parse(row.body) as { text: string }).text,
    }))
  }
  return { db, epoch, send, records, errors }
}

function resultsOf(answer: PushAnswer) {
  if (answer.kind !== 'response') throw new Error(`answered ${JSON.stringify(answer)}`)
  return answer.response.results
}

describe.each(ENGINES)('push on $name', ({ open }) => {
  it('applies mutations in order and remembers how far it came', async () => {
    const { send, records } = await startSync(await open())
    const answer = await send([
      save(1, 'notice-1', '甲'),
      save(2, 'notice-2', '乙'),
      save(3, 'notice-1', '丙', { baseRev: 1 }),
    ])
    expect(answer).toMatchObject({ kind: 'response', response: { lastSeq: 3 } })
    expect(resultsOf(answer)).toEqual([
      { seq: 1, status: 'applied', rev: 1 },
      { seq: 2, status: 'applied', rev: 1 },
      { seq: 3, status: 'applied', rev: 2 },
    ])
    expect(await records()).toEqual([
      { id: 'notice-1', rev: 2, text: '丙' },
      { id: 'notice-2', rev: 1, text: '乙' },
    ])
  })

  it('answers what it has applied before with the same results and does nothing again', async () => {
    const { send, records } = await startSync(await open())
    const first = await send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '拒绝')])
    const before = await records()
    expect(await send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '拒绝')])).toEqual(first)
    const overlapping = await send([save(2, 'notice-2', '拒绝'), save(3, 'notice-3', '丙')])
    expect(resultsOf(overlapping).map((result) => result.status)).toEqual(['rejected', 'applied'])
    expect((await records()).slice(0, before.length)).toEqual(before)
  })

  it('takes a push that is sent five times at once once', async () => {
    const { db, send, records } = await startSync(await open())
    const batch = [save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙')]
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(batch)))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect((await records()).map((record) => record.rev)).toEqual([1, 1])
    expect(await db.selectFrom('version').selectAll().execute()).toHaveLength(2)
  })

  it('refuses a gap, before the batch and within it, and applies nothing', async () => {
    const { send, records } = await startSync(await open())
    const refusal = { kind: 'refusal', refusal: { refusal: 'gap', expected: 1 } }
    expect(await send([save(2, 'notice-1', '甲')])).toMatchObject(refusal)
    expect(await send([save(1, 'notice-1', '甲'), save(3, 'notice-1', '乙')])).toMatchObject(refusal)
    expect(await records()).toEqual([])
  })

  it('refuses another database’s epoch and says from where to send', async () => {
    const { send, epoch, records } = await startSync(await open())
    await send([save(1, 'notice-1', '甲')])
    expect(await send([save(2, 'notice-2', '乙')], { epoch: 'another' })).toEqual({
      kind: 'refusal',
      refusal: { refusal: 'epoch', expected: 2, epoch },
    })
    expect(await records()).toHaveLength(1)
    expect((await send([save(2, 'notice-2', '乙')], { epoch: null })).kind).toBe('response')
  })

  it('notices a sent mutation that has changed', async () => {
    const { send, records } = await startSync(await open())
    await send([save(1, 'notice-1', '甲')])
    expect(await send([save(1, 'notice-1', '乙'), save(2, 'notice-2', '丙')])).toMatchObject({
      kind: 'refusal',
      refusal: { refusal: 'sequence-mismatch' },
    })
    expect(await records()).toEqual([{ id: 'notice-1', rev: 1, text: '甲' }])
  })

  it('makes a rejection a result that delays nothing and leaves nothing behind', async () => {
    const { send, records } = await startSync(await open())
    const answer = await send([
      save(1, 'notice-1', '甲'),
      save(2, 'notice-2', '拒绝'),
      save(3, 'notice-3', '丙'),
    ])
    expect(resultsOf(answer)[1]).toEqual({ seq: 2, status: 'rejected', rev: 0, message: '不接受' })
    expect((await records()).map((record) => record.id)).toEqual(['notice-1', 'notice-3'])
  })

  it('rejects what it cannot read or does not know, in words', async () => {
    const { send } = await startSync(await open())
    const answer = await send([
      save(1, 'notice-1', '甲', { set: { text: 5 } }),
      save(2, 'notice-1', '甲', { version: 9 }),
      save(3, 'notice-1', '甲', { name: 'label.withdraw' }),
    ])
    expect(resultsOf(answer)).toMatchObject([
      { status: 'rejected', message: expect.stringContaining('text') as string },
      { status: 'rejected', message: expect.stringContaining('升级') as string },
      { status: 'rejected', message: expect.stringContaining('升级') as string },
    ])
  })

  it('keeps what stood before a mutation that breaks, and advances no further', async () => {
    const { send, records, errors } = await startSync(await open())
    const batch = [save(1, 'notice-1', '甲'), save(2, 'notice-2', '出错'), save(3, 'notice-3', '丙')]
    expect(await send(batch)).toEqual({ kind: 'failed' })
    expect(errors).toEqual(['operator.save'])
    expect((await records()).map((record) => record.id)).toEqual(['notice-1'])
    const mended = [save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙'), save(3, 'notice-3', '丙')]
    expect(await send(mended)).toMatchObject({ response: { lastSeq: 3 } })
    expect((await records()).map((record) => record.id)).toEqual(['notice-1', 'notice-2', 'notice-3'])
  })

  it('merges changes of two workstations to different fields and names those to the same', async () => {
    const { send, records } = await startSync(await open())
    await send([save(1, 'notice-1', '甲')])
    await send([save(2, 'notice-1', '乙', { baseRev: 1, base: { text: '甲' } })])
    const other = await send(
      [
        save(1, 'notice-1', '', { baseRev: 1, set: { place: 'practice' }, base: { place: 'none' } }),
        save(2, 'notice-1', '丁', { baseRev: 1, base: { text: '甲' } }),
      ],
      { clientId: 'client-2' },
    )
    expect(resultsOf(other)).toEqual([
      { seq: 1, status: 'merged', rev: 3 },
      { seq: 2, status: 'conflict', rev: 4, conflicts: ['text'] },
    ])
    expect((await records())[0]?.text).toBe('乙')
  })

  it('refuses a workstation that is revoked or belongs to somebody else', async () => {
    const { db, send } = await startSync(await open())
    await send([save(1, 'notice-1', '甲')])
    const foreign = { accountId: 'account-2', organisationId: 'organisation-2' }
    await expect(send([save(2, 'notice-1', '乙')], {}, foreign)).rejects.toMatchObject({
      failure: { code: 'not-allowed' },
    })
    await db.updateTable('client').set({ revoked_at: AT }).execute()
    await expect(send([save(2, 'notice-1', '乙')])).rejects.toMatchObject({
      failure: { code: 'workstation-revoked' },
    })
  })

  it('gives every mutation one effect whatever is lost, doubled or sent in other batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ from: fc.nat(11), length: fc.integer({ min: 1, max: 6 }) }), {
          minLength: 1,
          maxLength: 8,
        }),
        async (deliveries) => {
          const { db, send } = await startSync(await open())
          const intent = Array.from({ length: 12 }, (_, index) =>
            save(index + 1, `notice-${index}`, `第 ${index}`),
          )
          let reached = 0
          for (const { from, length } of [...deliveries, { from: 0, length: 12 }]) {
            const answer = await send(intent.slice(from, from + length))
            if (from > reached)
              expect(answer).toMatchObject({ kind: 'refusal', refusal: { expected: reached + 1 } })
            else reached = Math.max(reached, Math.min(from + length, 12))
          }
          const versions = await db.selectFrom('version').select(['record_id', 'rev']).execute()
          expect(versions.map((row) => row.rev)).toEqual(Array.from({ length: 12 }, () => 1))
          await db.destroy()
        },
      ),
      { numRuns: 6 },
    )
  })
})

describe.each(ENGINES)('pull on $name', ({ open }) => {
  it('pages through the feed, newest place of every record, tombstones without a body', async () => {
    const { db, epoch, send } = await startSync(await open())
    await send([
      save(1, 'notice-1', '甲'),
      save(2, 'notice-2', '乙'),
      save(3, 'notice-1', '丙', { baseRev: 1 }),
    ])
    await createFeeds(db, () => new Date(AT)).transaction(async (_db, openFeed) => {
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
    const { db, epoch, send } = await startSync(await open())
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
