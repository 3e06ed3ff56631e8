import { describe, expect, it } from 'vitest'
import { anOrganisationAtWork, someOperator } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { aMutation, bearer, failureOf, startTestServer, type TestServer } from '../../support/test-server.ts'

async function pushAs(server: TestServer, token: string, clientId: string) {
  const mutation = aMutation({
    name: 'personal-data.reveal',
    set: { recordType: 'operator', field: 'idNumber' },
  })
  return server.app.inject({
    method: 'POST',
    url: '/sync/1/push',
    headers: bearer(token),
    payload: {
      clientId,
      epoch: null,
      recordSchema: 1,
      ackedCursor: 0,
      workstation: { name: '前台', appVersion: '1.0.0' },
      mutations: [mutation],
    },
  })
}

describe.each(ENGINES)('workstations on $name', ({ open }) => {
  it('lists an organisation’s own with the account masked, under a name also where nobody gave one', async () => {
    const server = await startTestServer(await open())
    const one = await anOrganisationAtWork(server)
    const other = await anOrganisationAtWork(server, '江苏宁安消防技术服务有限公司')
    await one.addOperator()
    await other.addOperator()
    const firstSeenAt = server.clock.now.toISOString()
    // The list goes by the first time seen, and one instant is no order.
    server.clock.pass(1000)
    await pushAs(server, one.token, 'abcd-second')
    const list = await server.ask('workstations.list', undefined, one.token)
    expect(list).toHaveLength(2)
    const [first, second] = list
    expect(first).toMatchObject({
      clientId: one.workstation.clientId,
      name: `工作站${one.workstation.clientId.slice(0, 4).toUpperCase()}`,
      appVersion: null,
      lastSeenAt: firstSeenAt,
      revokedAt: null,
    })
    expect(first?.account).toMatch(/^188\*{4}\d{4}$/)
    expect(second).toMatchObject({ clientId: 'abcd-second', name: '前台', appVersion: '1.0.0' })
  })

  it('keeps the name that the organisation gave, whatever the workstation calls itself', async () => {
    const server = await startTestServer(await open())
    const { token } = await anOrganisationAtWork(server)
    await pushAs(server, token, 'client-1')
    await server.ask('workstations.rename', { clientId: 'client-1', name: '二楼' }, token)
    await pushAs(server, token, 'client-1')
    expect((await server.ask('workstations.list', undefined, token))[0]?.name).toBe('二楼')
  })

  it('shuts a revoked workstation out: its session ends, and with a new one nothing is taken from it or told to it', async () => {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server)
    const { token, id } = organisation
    const account = await server.db
      .selectFrom('account')
      .select('mobile')
      .where('organisation_id', '=', id)
      .execute()
    expect(account).toHaveLength(1)
    const sessionOf = () =>
      server.db.selectFrom('session').selectAll().where('client_id', '=', 'client-1').execute()
    await pushAs(server, token, 'client-1')
    expect(await sessionOf()).toHaveLength(1)
    await server.ask('workstations.revoke', { clientId: 'client-1' }, token)
    expect((await sessionOf())[0]?.ended_at).toBe(server.clock.now.toISOString())
    expect((await pushAs(server, token, 'client-1')).statusCode).toBe(401)

    await server.db.updateTable('session').set({ ended_at: null }).execute()
    const refused = await pushAs(server, token, 'client-1')
    expect(refused.statusCode).toBe(403)
    expect(refused.json()).toMatchObject({ failure: { code: 'workstation-revoked' } })
    const pulled = await server.app.inject({
      url: '/sync/1/pull?cursor=0&client=client-1',
      headers: bearer(token),
    })
    expect([pulled.statusCode, pulled.json<{ failure: { code: string } }>().failure.code]).toEqual([
      403,
      'workstation-revoked',
    ])
    const elsewhere = await server.app.inject({
      url: '/sync/1/pull?cursor=0&client=other',
      headers: bearer(token),
    })
    expect(elsewhere.statusCode).toBe(200)
    await server.ask('workstations.revoke', { clientId: 'client-1' }, token)
    const audited = await server.db
      .selectFrom('audit')
      .select('subject')
      .where('action', '=', 'workstation.revoke')
      .execute()
    expect(audited).toEqual([{ subject: 'workstation:client-1' }])
  })

  it('knows nothing of another organisation’s workstations and records', async () => {
    const server = await startTestServer(await open())
    const one = await anOrganisationAtWork(server)
    const other = await anOrganisationAtWork(server, '江苏宁安消防技术服务有限公司')
    const { id } = await one.addOperator()
    const { clientId } = one.workstation
    const revoked = server.call('workstations.revoke', { clientId }, other.token)
    expect(await failureOf(revoked)).toMatchObject({ code: 'not-found' })
    const renamed = server.call('workstations.rename', { clientId, name: '我的' }, other.token)
    expect(await failureOf(renamed)).toMatchObject({ code: 'not-found' })
    expect(
      await server.ask('workstations.history', { recordType: 'operator', recordId: id }, other.token),
    ).toEqual([])
    expect((await one.addOperator()).result.status).toBe('applied')
  })

  it('tells who changed which fields of a record from where, newest first, and no values', async () => {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server)
    const { id } = await organisation.addOperator()
    const { mobile } = someOperator()
    await organisation.workstation.push({ name: 'operator.save', recordId: id, baseRev: 1, set: { mobile } })
    const history = await server.ask(
      'workstations.history',
      { recordType: 'operator', recordId: id },
      organisation.token,
    )
    expect(history).toMatchObject([
      { rev: 2, cause: 'operator.save', changedFields: ['mobile'], deleted: false },
      { rev: 1, cause: 'operator.save', clientId: organisation.workstation.clientId, deleted: false },
    ])
    expect(history[1]?.changedFields).toContain('idNumber')
    expect(history[0]?.workstation).toMatch(/^工作站[0-9A-F]{4}$/)
    expect(JSON.stringify(history)).not.toContain(mobile)
  })
})
