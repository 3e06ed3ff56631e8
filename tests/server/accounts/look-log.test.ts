import { describe, expect, it } from 'vitest'
import { anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('谁看过什么 on $name', ({ open }) => {
  it('names who looked at whom on which workstation, and pages to the end', async () => {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server)
    const stranger = await anOrganisationAtWork(server)
    const { id } = await organisation.addOperator({ name: '苗佳' })
    for (let look = 0; look < 52; look += 1) {
      await organisation.workstation.push({
        name: 'personal-data.reveal',
        recordId: id,
        set: { recordType: 'operator', field: 'idNumber' },
      })
    }
    const question = { kind: null, from: null, to: null, before: null }
    const first = await server.ask('accounts.looks', question, organisation.token)
    expect(first.looks).toHaveLength(50)
    expect(first.looks[0]).toMatchObject({
      kind: 'reveal',
      recordType: 'operator',
      recordName: '苗佳',
      field: 'idNumber',
    })
    expect(first.looks[0]?.who).toContain('****')
    expect(first.looks[0]?.workstation).toMatch(/^工作站/)
    const rest = await server.ask('accounts.looks', { ...question, before: first.next }, organisation.token)
    expect([rest.looks.length, rest.next]).toEqual([2, null])
    expect((await server.ask('accounts.looks', question, stranger.token)).looks).toEqual([])
    const exportsOnly = { ...question, kind: 'export' } as const
    expect((await server.ask('accounts.looks', exportsOnly, organisation.token)).looks).toEqual([])
    const yesterday = { ...question, to: '2026-11-21' }
    expect((await server.ask('accounts.looks', yesterday, organisation.token)).looks).toEqual([])
  })
})
