import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type Mutation, PullResponse, type PushRequest } from '../../domain/sync/sync-contract.ts'
import { readEpoch } from '../../server/database/epoch.ts'
import type { Tables } from '../../server/database/tables.ts'
import { createFeeds } from '../../server/records/feeds.ts'
import { mergeFields } from '../../server/records/merge-fields.ts'
import { mutationHandler, type MutationHandler } from '../../server/records/mutation-handler.ts'
import { pull as pullText, type PullRequest } from '../../server/sync/pull.ts'
import { createPush, type PushAnswer } from '../../server/sync/push-service.ts'
import { aMutation } from './test-server.ts'

export const pull = async (db: Kysely<Tables>, epoch: string, request: PullRequest) =>
  PullResponse.parse(JSON.parse(await pullText(db, epoch, request)))

export const AT = '2026-11-22T02:00:00.000Z'
export const CALLER = { accountId: 'account-1', organisationId: 'organisation-1' }

/** Saves a notice, and does whatever else the text asks for. */
export const saveNotice: MutationHandler = mutationHandler({
  name: 'operator.save',
  version: 1,
  fieldsOf: 'notice',
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

export const save = (seq: number, recordId: string, text: string, changes: Partial<Mutation> = {}) =>
  aMutation({ name: 'operator.save', seq, recordId, set: { text }, base: {}, clientTime: AT, ...changes })

/** The server's push over a given database, with one mutation that saves notices; `clock` is what it takes for the time. `pushed` is the same database as the push sees it. */
export async function startNoticeSync(
  db: Kysely<Tables>,
  mutations: MutationHandler[] = [saveNotice],
  pushed: Kysely<Tables> = db,
) {
  for (const id of ['organisation-1', 'organisation-2']) {
    await db
      .insertInto('organisation')
      .values({ id, name: '样本', credit_code: id, province: '320000', change_seq: 0, created_at: AT })
      .execute()
  }
  const epoch = await readEpoch(db)
  const errors: string[] = []
  const clock = { now: new Date(AT) }
  const now = () => clock.now
  const feeds = createFeeds(pushed, now)
  const push = createPush({
    feeds,
    mutations,
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
  return { db, epoch, clock, feeds, send, records, errors }
}

export function resultsOf(answer: PushAnswer) {
  if (answer.kind !== 'response') throw new Error(`answered ${JSON.stringify(answer)}`)
  return answer.response.results
}
