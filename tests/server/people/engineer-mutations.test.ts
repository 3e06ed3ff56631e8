import { describe, expect, it } from 'vitest'
import { anAuthority, anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('engineer.set-position on $name', ({ open }) => {
  it('makes a first-level engineer 技术负责人, refuses a second one and one of the second level', async () => {
    const server = await startTestServer(await open())
    const authority = await anAuthority(server)
    const organisation = await anOrganisationAtWork(server)
    await organisation.submitMaterials()
    const leader = await organisation.employ(authority)
    const deputy = await organisation.employ(authority)
    const junior = await organisation.employ(authority, { level: 'second' })

    expect(await organisation.setPosition(junior.recordId, 'technical-leader')).toMatchObject({
      status: 'rejected',
      message: expect.stringContaining('技术负责人应为一级注册消防工程师') as string,
    })
    expect((await organisation.setPosition(leader.recordId, 'technical-leader')).status).toBe('applied')
    expect(await organisation.setPosition(deputy.recordId, 'technical-leader')).toMatchObject({
      status: 'rejected',
      message: expect.stringContaining('请先修改其职位') as string,
    })
    expect((await organisation.setPosition(deputy.recordId, 'project-leader')).status).toBe('applied')
    expect((await organisation.record('engineer', leader.recordId)).position).toBe('technical-leader')
  })
})
