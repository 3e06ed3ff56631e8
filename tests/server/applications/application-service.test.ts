import { describe, expect, it } from 'vitest'
import { anEngineer, anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { failureOf, startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('an engineer’s own side on $name', ({ open }) => {
  async function prepared() {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server, '南京平安消防技术服务有限公司')
    await organisation.submitMaterials()
    return { server, organisation }
  }

  it('finds verified organisations by a part of the name or by the credit code, nothing for a wildcard', async () => {
    const { server, organisation } = await prepared()
    await anOrganisationAtWork(server, '南京未认证消防有限公司')
    const engineer = await anEngineer(server)
    const find = async (text: string) =>
      (await server.ask('applications.findOrganisations', { text }, engineer.token)).map(({ id }) => id)
    expect(await find('平安消防')).toEqual([organisation.id])
    expect(await find('南京')).toEqual([organisation.id])
    const { creditCode } = await organisation.record('organisation', organisation.id)
    expect(await find(creditCode.toLowerCase())).toEqual([organisation.id])
    expect(await find('%%')).toEqual([])
    expect(await find('南')).toEqual([])
  })

  it('verifies the engineer at the first application and refuses one who does not match', async () => {
    const { server, organisation } = await prepared()
    const engineer = await anEngineer(server)
    server.identity.decide(engineer.profile.idNumber, 'mismatch')
    const submit = () =>
      server.call('applications.submit', { organisationId: organisation.id, kind: 'initial' }, engineer.token)
    expect((await failureOf(submit())).code).toBe('verification-required')
    server.identity.decide(engineer.profile.idNumber, 'unavailable')
    expect((await failureOf(submit())).code).toBe('identity-service-unavailable')
    server.identity.decide(engineer.profile.idNumber, 'match')
    expect((await submit()).ok).toBe(true)
    expect(await server.ask('applications.profile', undefined, engineer.token)).toMatchObject({
      verified: true,
      organisationName: null,
    })
    expect(await organisation.notices()).toContain(
      `注册消防工程师${engineer.profile.name}申请注册到本机构，请确认`,
    )
  })

  it('keeps one open application at a time; a withdrawn one makes room', async () => {
    const { server, organisation } = await prepared()
    const engineer = await anEngineer(server)
    const submit = () =>
      server.call('applications.submit', { organisationId: organisation.id, kind: 'initial' }, engineer.token)
    const first = await submit()
    if (!first.ok) throw new Error('refused')
    expect((await failureOf(submit())).message).toContain('待机构确认')
    await server.ask('applications.withdraw', { applicationId: first.value.id }, engineer.token)
    expect(await organisation.record('application', first.value.id)).toMatchObject({ state: 'withdrawn' })
    expect((await submit()).ok).toBe(true)
    const stranger = await anEngineer(server)
    expect(
      (
        await failureOf(
          server.call('applications.withdraw', { applicationId: first.value.id }, stranger.token),
        )
      ).code,
    ).toBe('not-found')
  })
})
