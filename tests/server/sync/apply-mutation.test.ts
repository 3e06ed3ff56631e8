import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { mutationHandler } from '../../../server/records/mutation-handler.ts'
import { ENGINES } from '../../support/databases.ts'
import { AT, resultsOf, save, saveNotice, startNoticeSync } from '../../support/notice-sync.ts'

/** What a workstation one version newer sends: the same mutation with a field of its own. */
const saveNewer = (...given: Parameters<typeof save>) => {
  const mutation = save(...given)
  return { ...mutation, set: { ...mutation.set, colour: 'red', shape: { corners: 3 } } }
}

async function bodyOf(db: Awaited<ReturnType<typeof startNoticeSync>>['db'], id: string) {
  const { body } = await db.selectFrom('record').select('body').where('id', '=', id).executeTakeFirstOrThrow()
  return JSON.parse(body) as Record<string, unknown>
}

describe.each(ENGINES)('applyMutation on $name', ({ open }) => {
  it('I16: keeps fields of a newer workstation when an older one saves the record', async () => {
    const { db, send } = await startNoticeSync(await open())
    await send([saveNewer(1, 'notice-1', '甲')])
    await send([save(1, 'notice-1', '乙', { baseRev: 1, base: { text: '甲' } })], { clientId: 'client-2' })
    expect(await bodyOf(db, 'notice-1')).toEqual({
      text: '乙',
      kind: 'good',
      place: 'none',
      at: AT,
      colour: 'red',
      shape: { corners: 3 },
    })
  })

  it('I16: keeps fields that a newer server wrote, through the save of this one', async () => {
    const { db, send } = await startNoticeSync(await open())
    await send([save(1, 'notice-1', '甲')])
    const body = JSON.stringify({ ...(await bodyOf(db, 'notice-1')), laterField: [1, { a: null }] })
    await db.updateTable('record').set({ body }).execute()
    await send([save(2, 'notice-1', '乙', { baseRev: 1 })])
    expect(await bodyOf(db, 'notice-1')).toMatchObject({ text: '乙', laterField: [1, { a: null }] })
  })

  it('merges fields it does not know like any other, and names those that both sides changed', async () => {
    const { db, send } = await startNoticeSync(await open())
    await send([saveNewer(1, 'notice-1', '甲')])
    const blue = {
      ...save(2, 'notice-1', '甲', { baseRev: 1 }),
      set: { colour: 'blue' },
      base: { colour: 'red' },
    }
    await send([blue])
    const green = {
      ...save(1, 'notice-1', '', { baseRev: 1 }),
      set: { colour: 'green', shape: { corners: 4 } },
    }
    const sent = { ...green, base: { colour: 'red', shape: { corners: 3 } } }
    expect(resultsOf(await send([sent], { clientId: 'client-2' }))).toEqual([
      { seq: 1, status: 'conflict', rev: 3, conflicts: ['colour'] },
    ])
    expect(await bodyOf(db, 'notice-1')).toMatchObject({ colour: 'blue', shape: { corners: 4 } })
  })

  it('applies every version of a mutation that it still knows', async () => {
    const older = mutationHandler({
      ...saveNotice,
      version: 1,
      args: z.object({ words: z.string() }),
      apply: (context, mutation, { words }) => saveNotice.apply(context, mutation, { text: words }),
    })
    const { send, records } = await startNoticeSync(await open(), [older, { ...saveNotice, version: 2 }])
    const sent = [
      save(1, 'notice-1', '', { set: { words: '旧' } }),
      save(2, 'notice-2', '新', { version: 2 }),
    ]
    expect(resultsOf(await send(sent)).map(({ status }) => status)).toEqual(['applied', 'applied'])
    expect((await records()).map(({ text }) => text)).toEqual(['旧', '新'])
  })

  it('I14: makes an edit of a deleted record a conflict and does not bring the record back', async () => {
    const { db, feeds, send } = await startNoticeSync(await open())
    await send([save(1, 'notice-1', '甲')])
    await feeds.transaction(async (_db, openFeed) => {
      await (await openFeed('organisation-1', { accountId: null })).delete('notice', 'notice-1', 'gone')
    })
    const late = [save(2, 'notice-1', '乙', { baseRev: 1, base: { text: '甲' } }), save(3, 'notice-3', '丙')]
    expect(resultsOf(await send(late))).toEqual([
      { seq: 2, status: 'conflict', rev: 2, conflicts: ['text'] },
      { seq: 3, status: 'applied', rev: 1 },
    ])
    const row = await db
      .selectFrom('record')
      .selectAll()
      .where('id', '=', 'notice-1')
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ deleted: 1, rev: 2, deleted_at: AT })
  })

  it('takes back what a refused or broken mutation did to a capability’s own table, and keeps what others did', async () => {
    const taking = mutationHandler({
      name: 'label.issue',
      version: 1,
      args: z.object({ then: z.enum(['apply', 'refuse', 'break', 'clash']) }),
      async apply({ db, records, organisationId }, { recordId }, { then }) {
        const row = { serial: recordId, organisation_id: organisationId, record_id: recordId, key_id: 'key' }
        await db.insertInto('label').values(row).execute()
        await records.put('notice', recordId, { text: then, kind: 'good', place: 'none', at: AT }, 'made')
        if (then === 'refuse') return { status: 'rejected', message: '不接受' }
        if (then === 'break') throw new Error('broken on purpose')
        if (then === 'clash') await db.insertInto('label').values(row).execute()
        return { status: 'applied', rev: 1 }
      },
    })
    const { db, send, records } = await startNoticeSync(await open(), [taking])
    const take = (seq: number, then: string) =>
      save(seq, `label-${seq}`, '', { name: 'label.issue', set: { then } })
    expect(await send([take(1, 'apply'), take(2, 'refuse'), take(3, 'apply'), take(4, 'break')])).toEqual({
      kind: 'failed',
    })
    expect(await send([take(4, 'clash')])).toEqual({ kind: 'failed' })
    expect(await send([take(4, 'apply')])).toMatchObject({ response: { lastSeq: 4 } })
    const kept = ['label-1', 'label-3', 'label-4']
    expect((await records()).map(({ id }) => id)).toEqual(kept)
    const labels = await db.selectFrom('label').select('serial').orderBy('serial').execute()
    expect(labels.map(({ serial }) => serial)).toEqual(kept)
    const numbers = await db.selectFrom('record').select('change_seq').orderBy('change_seq').execute()
    expect(numbers.map(({ change_seq }) => change_seq)).toEqual([1, 2, 3])
  })
})
