import fc from 'fast-check'
import type { Kysely, KyselyPlugin } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Tables } from '../../../server/database/tables.ts'
import { ENGINES } from '../../support/databases.ts'
import { AT, resultsOf, save, startNoticeSync } from '../../support/notice-sync.ts'
function crashing(crash: { after: number; statements: number }): KyselyPlugin {
  return {
    transformQuery: ({ node }) => node,
    transformResult({ result }) {
      crash.statements += 1
      return crash.statements === crash.after
        ? Promise.reject(new Error('the server was killed'))
        : Promise.resolve(result)
    },
  }
}

async function forgetEverything(db: Kysely<Tables>): Promise<void> {
  for (const table of ['client', 'applied', 'passed_on', 'record', 'version'] as const)
    await db.deleteFrom(table).execute()
  await db.updateTable('organisation').set({ change_seq: 0 }).execute()
}

describe.each(ENGINES)('push on $name', ({ open }) => {
  it('applies mutations in order and remembers how far it came', async () => {
    const { send, records } = await startNoticeSync(await open())
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

  it('I4: answers what it has applied before with the same bytes and does nothing again', async () => {
    const { send, records } = await startNoticeSync(await open())
    const first = await send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '拒绝')])
    const before = await records()
    expect(JSON.stringify(await send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '拒绝')]))).toBe(
      JSON.stringify(first),
    )
    const overlapping = await send([save(2, 'notice-2', '拒绝'), save(3, 'notice-3', '丙')])
    expect(resultsOf(overlapping).map((result) => result.status)).toEqual(['rejected', 'applied'])
    expect((await records()).slice(0, before.length)).toEqual(before)
  })

  it('I3: takes a push that is sent five times at once once', async () => {
    const { db, send, records } = await startNoticeSync(await open())
    const batch = [save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙')]
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(batch)))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect((await records()).map((record) => record.rev)).toEqual([1, 1])
    expect(await db.selectFrom('version').selectAll().execute()).toHaveLength(2)
  })

  it('refuses a gap, before the batch and within it, and applies nothing', async () => {
    const { send, records } = await startNoticeSync(await open())
    const refusal = { kind: 'refusal', refusal: { refusal: 'gap', expected: 1 } }
    expect(await send([save(2, 'notice-1', '甲')])).toMatchObject(refusal)
    expect(await send([save(1, 'notice-1', '甲'), save(3, 'notice-1', '乙')])).toMatchObject(refusal)
    expect(await records()).toEqual([])
  })

  it('refuses another database’s epoch and says from where to send', async () => {
    const { send, epoch, records } = await startNoticeSync(await open())
    await send([save(1, 'notice-1', '甲')])
    expect(await send([save(2, 'notice-2', '乙')], { epoch: 'another' })).toEqual({
      kind: 'refusal',
      refusal: { refusal: 'epoch', expected: 2, epoch },
    })
    expect(await records()).toHaveLength(1)
    expect((await send([save(2, 'notice-2', '乙')], { epoch: null })).kind).toBe('response')
  })

  it('refuses other content under a number it has answered, says from where it differs, and changes nothing', async () => {
    const { send, records } = await startNoticeSync(await open())
    await send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙'), save(3, 'notice-3', '丙')])
    const before = await records()
    const clone = [save(1, 'notice-1', '甲'), save(2, 'notice-2', '别的'), save(3, 'notice-3', '丙')]
    expect(await send([...clone, save(4, 'notice-4', '丁')])).toMatchObject({
      kind: 'refusal',
      refusal: { refusal: 'sequence-mismatch', mismatchFrom: 2, expected: 4 },
    })
    expect(await records()).toEqual(before)
  })

  it('takes content that was given a new number after a backup was restored, and none of it twice', async () => {
    const { db, send, records } = await startNoticeSync(await open())
    await send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙'), save(3, 'notice-3', '丙')])
    const origin = (seq: number) => ({ origin: { clientId: 'client-1', seq } })
    const anew = [save(4, 'notice-4', '新', origin(2)), save(5, 'notice-3', '丙', origin(3))]
    expect(resultsOf(await send(anew))).toEqual([
      { seq: 4, status: 'applied', rev: 1 },
      { seq: 5, status: 'applied', rev: 1 },
    ])
    expect(await records()).toHaveLength(4)
    expect(await db.selectFrom('version').select('rev').execute()).toHaveLength(4)
  })

  it('remembers what the workstation has acknowledged and what it tells of itself, and never goes back', async () => {
    const { db, send, clock } = await startNoticeSync(await open())
    const workstation = { name: '前台电脑', appVersion: '1.2.0' }
    await send([save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙')], {
      workstation,
      ackedCursor: 2,
      ackedSeq: 9,
    })
    clock.now = new Date('2026-11-22T03:00:00.000Z')
    await send([], { workstation: { name: '别的', appVersion: '1.3.0' }, ackedCursor: 1, ackedSeq: 1 })
    const client = await db.selectFrom('client').selectAll().executeTakeFirstOrThrow()
    expect(client).toMatchObject({
      name: '前台电脑',
      app_version: '1.3.0',
      acked_cursor: 2,
      acked_seq: 2,
      last_seen_at: clock.now.toISOString(),
    })
  })

  it('I2, I3: leaves each mutation whole or not at all, wherever a crash falls, and the next try completes it', async () => {
    const batch = [
      save(1, 'notice-1', '甲'),
      save(2, 'notice-2', '拒绝'),
      save(3, 'notice-1', '丙', { baseRev: 1 }),
      save(4, 'notice-4', '丁', { origin: { clientId: 'client-9', seq: 7 } }),
    ]
    const db = await open()
    const crash = { after: Number.POSITIVE_INFINITY, statements: 0 }
    const { send } = await startNoticeSync(db, undefined, db.withPlugin(crashing(crash)))
    for (let after = 1; ; after += 1) {
      await forgetEverything(db)
      Object.assign(crash, { after, statements: 0 })
      const crashed = await send(batch).then(
        ({ kind }) => kind,
        () => 'crashed',
      )
      const met = crash.statements >= after
      crash.after = Number.POSITIVE_INFINITY
      const { last_seq } = (await db.selectFrom('client').select('last_seq').executeTakeFirst()) ?? {
        last_seq: 0,
      }
      const answered = await db.selectFrom('applied').select('seq').orderBy('seq').execute()
      expect(answered.map(({ seq }) => seq)).toEqual(batch.slice(0, last_seq).map(({ seq }) => seq))
      const versions = await db.selectFrom('version').select('seq').orderBy('seq').execute()
      expect(versions.map(({ seq }) => seq)).toEqual([1, 3, 4].filter((seq) => seq <= last_seq))
      expect(resultsOf(await send(batch)).map(({ status }) => status)).toEqual([
        'applied',
        'rejected',
        'applied',
        'applied',
      ])
      expect(await db.selectFrom('version').select('rev').execute()).toHaveLength(3)
      if (!met) {
        expect(crashed).toBe('response')
        expect(after).toBeGreaterThan(8)
        break
      }
      expect(crashed).not.toBe('response')
    }
  })

  it('I11: makes a rejection a result that delays nothing and leaves nothing behind', async () => {
    const { send, records } = await startNoticeSync(await open())
    const answer = await send([
      save(1, 'notice-1', '甲'),
      save(2, 'notice-2', '拒绝'),
      save(3, 'notice-3', '丙'),
    ])
    expect(resultsOf(answer)[1]).toEqual({ seq: 2, status: 'rejected', rev: 0, message: '不接受' })
    expect((await records()).map((record) => record.id)).toEqual(['notice-1', 'notice-3'])
  })

  it('rejects what it cannot read or does not know, in words', async () => {
    const { send } = await startNoticeSync(await open())
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
    const { send, records, errors } = await startNoticeSync(await open())
    const batch = [save(1, 'notice-1', '甲'), save(2, 'notice-2', '出错'), save(3, 'notice-3', '丙')]
    expect(await send(batch)).toEqual({ kind: 'failed' })
    expect(errors).toEqual(['operator.save'])
    expect((await records()).map((record) => record.id)).toEqual(['notice-1'])
    const mended = [save(1, 'notice-1', '甲'), save(2, 'notice-2', '乙'), save(3, 'notice-3', '丙')]
    expect(await send(mended)).toMatchObject({ response: { lastSeq: 3 } })
    expect((await records()).map((record) => record.id)).toEqual(['notice-1', 'notice-2', 'notice-3'])
  })

  it('merges changes of two workstations to different fields and names those to the same', async () => {
    const { send, records } = await startNoticeSync(await open())
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
    const { db, send } = await startNoticeSync(await open())
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

  it('I13: tells of a restore even a workstation that is revoked, and takes nothing from it', async () => {
    const { db, send, records } = await startNoticeSync(await open())
    await send([save(1, 'notice-1', '甲')])
    await db.updateTable('client').set({ revoked_at: AT }).execute()
    expect(await send([save(2, 'notice-2', '乙')], { epoch: 'before' })).toMatchObject({
      refusal: { refusal: 'epoch', expected: 2 },
    })
    expect(await records()).toHaveLength(1)
  })

  it('I3: gives every mutation one effect whatever is lost, doubled or sent in other batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ from: fc.nat(11), length: fc.integer({ min: 1, max: 6 }) }), {
          minLength: 1,
          maxLength: 8,
        }),
        async (deliveries) => {
          const { db, send } = await startNoticeSync(await open())
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
