import { describe, expect, it } from 'vitest'
import { createFeeds } from '../../../server/records/feeds.ts'
import { createSelfEntryService } from '../../../server/self-entry/self-entry-service.ts'
import { agree, anAuthority, anOrganisationAtWork, approve } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const DAY_MS = 24 * 60 * 60 * 1000

describe.each(ENGINES)('self-entry on $name', ({ open }) => {
  async function prepared(operators: number) {
    const server = await startTestServer(await open())
    const authority = await anAuthority(server)
    const organisation = await anOrganisationAtWork(server)
    await organisation.submitMaterials()
    for (let index = 0; index < operators; index += 1) await organisation.addOperator()
    const letter = await organisation.fileArrives('application/pdf')
    return { server, authority, organisation, letter }
  }
  const state = async ({ organisation }: Awaited<ReturnType<typeof prepared>>) =>
    organisation.record('self-entry', organisation.id)
  const published = async (server: TestServer) =>
    (
      await server.ask('disclosure.search', { text: '', regionCode: null, serviceType: null, page: 1 })
    ).organisations.map(({ id }) => id)

  it('lists every unmet condition and becomes effective by itself at the last one', async () => {
    const day = await prepared(5)
    const { server, authority, organisation, letter } = day
    const first = await organisation.employ(authority)
    await organisation.setPosition(first.recordId, 'technical-leader')
    expect((await organisation.submitSelfEntry(letter)).status).toBe('applied')
    expect((await state(day)).evaluation.reasons).toEqual([
      '注册消防工程师人数不满足要求',
      '消防设施操作员人数不满足要求',
    ])
    await organisation.addOperator()
    expect((await state(day)).evaluation.reasons).toEqual(['注册消防工程师人数不满足要求'])
    expect(await published(server)).toEqual([])

    await organisation.employ(authority, { level: 'second' })

    expect(await state(day)).toMatchObject({ effective: true, evaluation: { reasons: [] } })
    expect(await published(server)).toEqual([organisation.id])
    expect(await organisation.notices()).toContain('自主录入已生效，并在信息公开中展示')
    const revisions = (await organisation.records('self-entry-revision')).map(({ body }) => body)
    expect(revisions.map(({ number, cause, effective }) => [number, cause, effective])).toEqual([
      [1, 'submission', false],
      [2, 'people-changed', false],
      [3, 'people-changed', true],
    ])
    expect(revisions[2]?.snapshot.engineers).toHaveLength(2)
  })

  it('stops being effective when an engineer moves away, and is no longer public', async () => {
    const day = await effective()
    const { server, authority, organisation, second } = day
    const other = await anOrganisationAtWork(server)
    await other.submitMaterials()
    const { id } = await server.ask(
      'applications.submit',
      { organisationId: other.id, kind: 'transfer' },
      second.engineer.token,
    )
    await agree(other.workstation, id)
    expect(await published(server)).toEqual([organisation.id])
    await approve(server, authority, id)

    expect(await published(server)).toEqual([])
    expect(await state(day)).toMatchObject({ effective: false, effectiveSince: null })
    expect(await organisation.notices()).toContain(
      '自主录入不再满足从业条件：注册消防工程师人数不满足要求，已停止公开',
    )
    expect(await organisation.record('engineer', second.recordId)).toMatchObject({ state: 'left' })
    expect((await other.records('engineer'))[0]?.body.validUntil).toBe(second.engineer.profile.validUntil)
  })

  it('stops being effective on the day after a certificate lapsed, without anybody doing anything', async () => {
    const day = await effective('2026-11-24')
    const { server } = day
    const service = () =>
      createSelfEntryService({
        db: server.db,
        feeds: createFeeds(server.db, () => server.clock.now),
        now: () => server.clock.now,
      })
    server.clock.pass(2 * DAY_MS)
    await service().reevaluateAllDaily()
    expect((await state(day)).effective).toBe(true)
    server.clock.pass(DAY_MS)
    await service().reevaluateAllDaily()
    expect((await state(day)).effective).toBe(false)
    expect(await published(server)).toEqual([])
    const revisions = await day.organisation.records('self-entry-revision')
    expect(revisions.at(-1)?.body).toMatchObject({
      cause: 'time-passed',
      effective: false,
      byAccountId: null,
    })
  })

  it('counts the letter only once its bytes have arrived', async () => {
    const day = await effective()
    const { organisation, server } = day
    const letter = 'a'.repeat(64)
    await organisation.submitSelfEntry(letter)
    expect((await state(day)).evaluation.reasons).toEqual(['未上传承诺书'])
    const feeds = createFeeds(server.db, () => server.clock.now)
    await server.db
      .insertInto('blob')
      .values({
        organisation_id: organisation.id,
        sha256: letter,
        size_bytes: 1,
        media_type: 'application/pdf',
        verified_at: server.clock.now.toISOString(),
      })
      .execute()
    await feeds.transaction(async (db, openFeed) => {
      const records = await openFeed(organisation.id, { accountId: null })
      await createSelfEntryService({ db: server.db, feeds, now: () => server.clock.now }).letterArrived(
        { db, records, organisationId: organisation.id, now: server.clock.now },
        letter,
      )
    })
    expect((await state(day)).effective).toBe(true)
    expect(await published(server)).toEqual([organisation.id])
  })

  it('writes no revision for a change that leaves effect and reasons as they were, but shows it in public', async () => {
    const day = await effective()
    const { organisation, server } = day
    const before = (await organisation.records('self-entry-revision')).length
    await organisation.addOperator()
    expect(await organisation.records('self-entry-revision')).toHaveLength(before)
    expect((await state(day)).evaluation.counts.operators).toBe(7)
    const shown = await server.ask('disclosure.organisation', { id: organisation.id })
    expect(shown.operators).toHaveLength(7)
  })

  async function effective(secondValidUntil = '2028-06-30') {
    const day = await prepared(6)
    const { authority, organisation, letter } = day
    const first = await organisation.employ(authority)
    await organisation.setPosition(first.recordId, 'technical-leader')
    const second = await organisation.employ(authority, { validUntil: secondValidUntil })
    await organisation.submitSelfEntry(letter)
    expect((await state(day)).evaluation.reasons).toEqual([])
    return { ...day, first, second }
  }
})
