import { describe, expect, it } from 'vitest'
import { anAuthority, anOrganisationAtWork, someMaterials } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { failureOf, startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('manual review on $name', ({ open }) => {
  async function failedOrganisation() {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server)
    const materials = await someMaterials(organisation.fileArrives)
    server.identity.decide(materials.legalRepresentative.documentNumber, 'mismatch')
    const submit = () => server.ask('organisation.submitMaterials', materials, organisation.token)
    expect(await submit()).toMatchObject({ state: 'failed' })
    const request = (statement: string) =>
      server.call('organisation.requestManualReview', { statement }, organisation.token)
    /** Decides on the request that waits now. */
    const decide = async (by: { token: string }, approve: boolean, reason: string) => {
      const [pending] = await server.ask('supervision.pendingVerifications', undefined, by.token)
      if (!pending) throw new Error('nothing waits')
      const { organisationId, requestedAt } = pending
      const decision = { organisationId, requestedAt, approve, reason }
      return server.call('supervision.decideVerification', decision, by.token)
    }
    const verification = async () => (await organisation.record('organisation', organisation.id)).verification
    return { server, organisation, materials, submit, request, decide, verification }
  }
  const STATEMENT = '法定代表人手机号登记在公司名下，无法通过核验'

  it('waits for the authority of the region, which approves; conditions are judged again and every look is audited', async () => {
    const { server, organisation, materials, request } = await failedOrganisation()
    expect(await request(STATEMENT)).toMatchObject({ ok: true, value: { state: 'in-review' } })
    const elsewhere = await anAuthority(server, '330000')
    const authority = await anAuthority(server, '320100')
    const pending = (token: string) => server.ask('supervision.pendingVerifications', undefined, token)
    expect(await pending(elsewhere.token)).toEqual([])
    expect(await pending(authority.token)).toMatchObject([
      { organisationId: organisation.id, statement: STATEMENT, pictures: materials.pictures },
    ])
    const [{ requestedAt } = { requestedAt: '' }] = await pending(authority.token)
    const decision = { organisationId: organisation.id, requestedAt, approve: true, reason: '' }
    expect(
      (await failureOf(server.call('supervision.decideVerification', decision, elsewhere.token))).code,
    ).toBe('not-found')
    await server.ask('supervision.decideVerification', decision, authority.token)

    expect((await organisation.record('organisation', organisation.id)).verification).toMatchObject({
      state: 'passed',
      way: 'manual-review',
    })
    expect(await organisation.notices()).toContain('实名认证已通过人工审核')
    expect(await pending(authority.token)).toEqual([])
    const audit = await server.db.selectFrom('audit').selectAll().execute()
    const actions = audit.map(({ action }) => action)
    expect(actions).toEqual(
      expect.arrayContaining(['verification.request-review', 'verification.look', 'verification.decide']),
    )
    expect(JSON.stringify(audit)).not.toContain(materials.legalRepresentative.documentNumber)
  })

  it('refuses without a reason only with words for the field, and tells the organisation the reason', async () => {
    const { server, request, decide, verification } = await failedOrganisation()
    await request(STATEMENT)
    const authority = await anAuthority(server)
    const other = await anAuthority(server)
    const refuse = (reason: string, by = authority) => decide(by, false, reason)
    expect((await failureOf(refuse(''))).fields?.[0]?.path).toBe('reason')
    await refuse('证件照片模糊')
    expect((await verification()).state).toBe('in-review')
    const pending = await server.ask('supervision.pendingVerifications', undefined, other.token)
    expect(pending).toMatchObject([{ firstRefusal: { reason: '证件照片模糊', byMe: false } }])
    expect((await failureOf(refuse('证件照片不清晰'))).message).toContain('第二人复核')
    await refuse('证件照片不清晰', other)
    expect(await verification()).toMatchObject({
      state: 'failed',
      reason: '证件照片不清晰',
    })
  })

  it('lets an official who is alone confirm his own refusal after a day, and anybody approve after a first refusal', async () => {
    const { server, request, decide, verification } = await failedOrganisation()
    const authority = await anAuthority(server)
    const say = (approve: boolean) => decide(authority, approve, '证件照片不清晰')
    await request(STATEMENT)
    await say(false)
    server.clock.pass(24 * 60 * 60 * 1000)
    await say(false)
    expect((await verification()).state).toBe('failed')
    server.clock.pass(1000)
    await request(STATEMENT)
    await say(false)
    await say(true)
    expect((await verification()).state).toBe('passed')
  })

  it('asks for a statement of five characters and refuses a second request', async () => {
    const { request } = await failedOrganisation()
    expect((await failureOf(request('请审核'))).fields?.[0]?.message).toContain('现在是 3 个字')
    await request(STATEMENT)
    expect((await failureOf(request(STATEMENT))).code).toBe('conflict')
  })

  it('gives way to new materials, and a decision on what was looked at before does not fall on the new request', async () => {
    const { server, organisation, request, submit } = await failedOrganisation()
    await request(STATEMENT)
    const authority = await anAuthority(server)
    const [seen] = await server.ask('supervision.pendingVerifications', undefined, authority.token)
    server.clock.pass(1000)
    await submit()
    expect(await server.ask('supervision.pendingVerifications', undefined, authority.token)).toEqual([])
    expect((await organisation.record('organisation', organisation.id)).verification.state).toBe('failed')

    await request(STATEMENT)
    const decision = {
      organisationId: organisation.id,
      requestedAt: seen?.requestedAt ?? '',
      approve: true,
      reason: '',
    }
    const late = server.call('supervision.decideVerification', decision, authority.token)
    expect((await failureOf(late)).code).toBe('not-found')
    expect((await organisation.record('organisation', organisation.id)).verification.state).toBe('in-review')
  })

  it('names the new 机构名称 that a pass would put in force', async () => {
    const { server, organisation, materials, submit, request } = await failedOrganisation()
    server.identity.decide(materials.legalRepresentative.documentNumber, 'match')
    await submit()
    const changed = await someMaterials(organisation.fileArrives)
    server.identity.decide(changed.legalRepresentative.documentNumber, 'mismatch')
    const name = '南京安盾消防安全技术有限公司'
    await server.call('organisation.submitMaterials', { ...changed, name }, organisation.token)
    await request(STATEMENT)
    const authority = await anAuthority(server)
    const [pending] = await server.ask('supervision.pendingVerifications', undefined, authority.token)
    expect(pending?.newOrganisationName).toBe(name)
    expect(pending?.organisationName).not.toBe(name)
  })
})
