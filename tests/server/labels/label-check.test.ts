import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { anAuthority, anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { aProject, aSigningWorkstation } from '../../support/a-signing-workstation.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('checking a label on $name', ({ open }) => {
  it('finds it by link and by serial, with the leader’s name shortened, and tells what is wrong', async () => {
    const server = await startTestServer(await open())
    const authority = await anAuthority(server)
    const organisation = await anOrganisationAtWork(server)
    await organisation.submitMaterials()
    const projectId = await aProject(organisation, authority)
    const signer = await aSigningWorkstation(server, organisation)
    const label = signer.label(projectId, { nextDueOn: '' })
    const recordId = randomUUID()
    const check = (text: string) => server.ask('labels.check', { text }, authority.token)
    const link = `https://xiaofang.example.cn/l/${label.payload}.${label.signature}`
    expect(await check(link)).toMatchObject({ state: 'unreported' })
    expect(await check(label.serial)).toEqual({ state: 'unknown-serial', details: null })
    await organisation.workstation.push({ name: 'label.issue', recordId, set: { ...label } })
    for (const text of [link, label.serial.toLowerCase()]) {
      expect(await check(text)).toMatchObject({
        state: 'genuine',
        details: { serial: label.serial, building: 'A 座', projectLeader: '王**' },
      })
    }
    await organisation.workstation.push({ name: 'label.withdraw', recordId, set: { reason: '印错' } })
    expect(await check(label.serial)).toMatchObject({
      state: 'withdrawn',
      details: { withdrawnReason: '印错' },
    })
    const other = signer.label(projectId)
    expect(await check(`https://x.cn/l/${label.payload}.${other.signature}`)).toMatchObject({
      state: 'forged',
    })
    expect(await check('随便')).toEqual({ state: 'unreadable', details: null })
  })
})
