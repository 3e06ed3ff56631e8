import { describe, expect, it } from 'vitest'
import { anOrganisationAtWork, someOperator } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('personal-data.reveal on $name', ({ open }) => {
  it('leaves who looked at what in the audit log, without the value, and changes nothing', async () => {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server)
    const operator = someOperator()
    const { id } = await organisation.addOperator(operator)
    const result = await organisation.workstation.push({
      name: 'personal-data.reveal',
      recordId: id,
      set: { recordType: 'operator', field: 'idNumber' },
    })
    expect(result).toMatchObject({ status: 'applied', rev: 1 })
    const rows = await server.db.selectFrom('audit').selectAll().execute()
    const row = rows.find(({ action }) => action === 'personal-data.reveal')
    expect(row).toMatchObject({ subject: `operator:${id}`, organisation_id: organisation.id })
    expect(row?.details).toContain('idNumber')
    expect(JSON.stringify(rows)).not.toContain(operator.idNumber)
  })
})
