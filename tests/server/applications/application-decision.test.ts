import { describe, expect, it } from 'vitest'
import {
  agree,
  anEngineer,
  anAuthority,
  anOrganisationAtWork,
  approve,
  someEngineer,
} from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { failureOf, startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('decisions on applications on $name', ({ open }) => {
  async function prepared() {
    const server = await startTestServer(await open())
    const authority = await anAuthority(server)
    const organisation = await anOrganisationAtWork(server, '南京平安消防技术服务有限公司')
    await organisation.submitMaterials()
    const other = await anOrganisationAtWork(server, '苏州恒安消防检测有限公司')
    await other.submitMaterials()
    const apply = (token: string, organisationId: string, kind: 'initial' | 'transfer' = 'initial') =>
      server.call('applications.submit', { organisationId, kind }, token)
    return { server, authority, organisation, other, apply }
  }

  it('registers the engineer and takes the seat; another account with the same ID number is refused without naming where', async () => {
    const { server, authority, organisation, other, apply } = await prepared()
    const { engineer } = await organisation.employ(authority)
    const double = await anEngineer(server, { idNumber: engineer.profile.idNumber })

    const failure = await failureOf(apply(double.token, other.id))

    expect(failure.code).toBe('conflict')
    expect(failure.message).toContain('该工程师已在其他机构注册执业')
    expect(failure.message).not.toContain('平安')
  })

  it('refuses the second of two applications of one certificate that were both agreed to before the first was approved', async () => {
    const { server, authority, organisation, other, apply } = await prepared()
    const first = await anEngineer(server)
    const { qualificationNumber } = first.profile
    const second = await anEngineer(server, {
      qualificationNumber: '',
      managementNumber: qualificationNumber.toLowerCase(),
    })
    const one = await apply(first.token, organisation.id)
    const two = await apply(second.token, other.id)
    if (!one.ok || !two.ok) throw new Error('an application was refused')
    await agree(organisation.workstation, one.value.id)
    await agree(other.workstation, two.value.id)
    await approve(server, authority, one.value.id)
    const failure = await failureOf(
      server.call(
        'supervision.decideApplication',
        { applicationId: two.value.id, decision: 'approve', reason: '' },
        authority.token,
      ),
    )
    expect(failure).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('该工程师已在其他机构注册执业') as string,
    })
    expect(await other.records('engineer')).toEqual([])
    expect(await server.db.selectFrom('engineer_seat').selectAll().execute()).toHaveLength(1)
  })

  it('returns an application only with a reason, which engineer and organisation see', async () => {
    const { server, authority, organisation, apply } = await prepared()
    const engineer = await anEngineer(server)
    const submitted = await apply(engineer.token, organisation.id)
    if (!submitted.ok) throw new Error('refused')
    const applicationId = submitted.value.id
    await agree(organisation.workstation, applicationId)
    const decide = (reason: string) =>
      server.call(
        'supervision.decideApplication',
        { applicationId, decision: 'return', reason },
        authority.token,
      )
    expect((await failureOf(decide(' '))).fields).toEqual([
      { path: 'reason', message: '请填写退回补正的原因' },
    ])
    await decide('社保证明缺页')
    const own = await server.ask('applications.list', undefined, engineer.token)
    expect(own[0]).toMatchObject({ state: 'returned', reason: '社保证明缺页' })
    expect(await organisation.record('application', applicationId)).toMatchObject({ state: 'returned' })
    expect((await organisation.notices()).join()).toContain('社保证明缺页')
    expect((await failureOf(decide('再次'))).code).toBe('conflict')
  })

  it('shows and decides only what lies in the authority’s own region', async () => {
    const { server, organisation, apply } = await prepared()
    const elsewhere = await anAuthority(server, '330000')
    const city = await anAuthority(server, '320100')
    const engineer = await anEngineer(server)
    const submitted = await apply(engineer.token, organisation.id)
    if (!submitted.ok) throw new Error('refused')
    const pending = (token: string) => server.ask('supervision.pendingApplications', undefined, token)
    expect(await pending(city.token)).toEqual([])
    await agree(organisation.workstation, submitted.value.id)
    expect((await pending(city.token)).map(({ id }) => id)).toEqual([submitted.value.id])
    expect(await pending(elsewhere.token)).toEqual([])
    const decision = { applicationId: submitted.value.id, decision: 'approve' as const, reason: '' }
    expect(
      (await failureOf(server.call('supervision.decideApplication', decision, elsewhere.token))).code,
    ).toBe('not-found')
    expect(
      (await failureOf(server.call('supervision.decideApplication', decision, engineer.token))).code,
    ).toBe('not-allowed')
  })

  it('does not approve before the organisation has agreed', async () => {
    const { server, authority, organisation, apply } = await prepared()
    const engineer = await anEngineer(server, someEngineer({ level: 'second' }))
    const submitted = await apply(engineer.token, organisation.id)
    if (!submitted.ok) throw new Error('refused')
    const failure = await failureOf(
      server.call(
        'supervision.decideApplication',
        { applicationId: submitted.value.id, decision: 'approve', reason: '' },
        authority.token,
      ),
    )
    expect(failure.message).toContain('待机构确认')
  })

  it('registers one person once where two approvals run at the same time, and both of two different people', async () => {
    const { server, authority, organisation, other, apply } = await prepared()
    const first = await anEngineer(server)
    const same = await anEngineer(server, { idNumber: first.profile.idNumber })
    const third = await anEngineer(server)
    const submit = async (token: string, at: typeof organisation) => {
      const submitted = await apply(token, at.id)
      if (!submitted.ok) throw new Error('refused')
      await agree(at.workstation, submitted.value.id)
      return submitted.value.id
    }
    const ids = [
      await submit(first.token, organisation),
      await submit(same.token, other),
      await submit(third.token, organisation),
    ]
    const outcomes = await Promise.all(
      ids.map((applicationId) =>
        server.call(
          'supervision.decideApplication',
          { applicationId, decision: 'approve', reason: '' },
          authority.token,
        ),
      ),
    )
    const [one, two, three] = outcomes.map(({ ok }) => ok)
    expect([one, two].filter(Boolean)).toHaveLength(1)
    expect(three).toBe(true)
    expect(await server.db.selectFrom('engineer_seat').selectAll().execute()).toHaveLength(2)
  })
})
