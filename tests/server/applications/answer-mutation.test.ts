import { describe, expect, it } from 'vitest'
import { anEngineer, anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('application.answer on $name', ({ open }) => {
  it('declines only with a reason, only once, and only for the organisation’s own applications', async () => {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server)
    await organisation.submitMaterials()
    const other = await anOrganisationAtWork(server)
    const engineer = await anEngineer(server)
    const { id } = await server.ask(
      'applications.submit',
      { organisationId: organisation.id, kind: 'initial' },
      engineer.token,
    )
    const answer = (workstation: typeof organisation.workstation, reason: string) =>
      workstation.push({ name: 'application.answer', recordId: id, set: { agree: false, reason } })

    expect((await answer(other.workstation, '不认识')).message).toContain('没有这份申请')
    expect((await answer(organisation.workstation, '')).message).toContain('请填写原因')
    expect((await answer(organisation.workstation, '未签订劳动合同')).status).toBe('applied')
    expect((await answer(organisation.workstation, '再次')).message).toContain('机构未同意')
    const [own] = await server.ask('applications.list', undefined, engineer.token)
    expect(own).toMatchObject({ state: 'organisation-declined', reason: '未签订劳动合同' })
  })
})
