import { describe, expect, it } from 'vitest'
import { anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { aMobile, failureOf, startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('更换手机号 by the legal representative on $name', ({ open }) => {
  it('changes the account where everything fits the verified materials, tells nobody what did not fit, and counts no try of who has no code', async () => {
    const server = await startTestServer(await open())
    const organisation = await anOrganisationAtWork(server)
    await organisation.submitMaterials()
    const record = await organisation.record('organisation', organisation.id)
    const representative = record.materials?.legalRepresentative
    if (!representative) throw new Error('no materials')
    const mobile = aMobile()
    server.clock.pass(5 * 60_000)
    const request = {
      creditCode: record.creditCode,
      representativeName: representative.name,
      documentNumber: representative.documentNumber,
      representativeMobile: representative.mobile,
      representativeSmsCode: await server.smsCode(representative.mobile, 'representative'),
      mobile,
      smsCode: await server.smsCode(mobile, 'new-mobile'),
    }
    for (let guess = 0; guess < 6; guess += 1) {
      const stranger = { ...request, representativeMobile: aMobile(), representativeSmsCode: '000000' }
      expect((await failureOf(server.call('accounts.recoverMobile', stranger))).code).not.toBe(
        'too-many-requests',
      )
    }
    const other = await failureOf(
      server.call('accounts.recoverMobile', { ...request, representativeName: '李四' }),
    )
    expect(other).toMatchObject({ code: 'wrong-credentials' })
    expect(other.fields).toBeUndefined()
    expect((await server.call('accounts.recoverMobile', request)).ok).toBe(true)
    const account = await server.db
      .selectFrom('account')
      .select('mobile')
      .where('organisation_id', '=', organisation.id)
      .executeTakeFirst()
    expect(account?.mobile).toBe(mobile)
    expect((await server.call('accounts.current', undefined, organisation.token)).ok).toBe(false)
  })
})
