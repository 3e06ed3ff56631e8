import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { PublishedLabelKeys } from '../../../domain/labels/label-check.ts'
import type { Label } from '../../../domain/labels/label.ts'
import { anAuthority, anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { aProject, aSigningWorkstation } from '../../support/a-signing-workstation.ts'
import { ENGINES } from '../../support/databases.ts'
import { failureOf, startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('the label key of a workstation that is shut out, on $name', ({ open }) => {
  async function shutOut() {
    const server = await startTestServer(await open())
    const authority = await anAuthority(server)
    const organisation = await anOrganisationAtWork(server)
    await organisation.submitMaterials()
    const projectId = await aProject(organisation, authority)
    const signer = await aSigningWorkstation(server, organisation)
    const reported = [signer.label(projectId), signer.label(projectId)]
    const issue = (label: Label) =>
      organisation.workstation.push({ name: 'label.issue', recordId: randomUUID(), set: { ...label } })
    for (const label of reported) await issue(label)
    const { clientId } = organisation.workstation
    await server.ask('workstations.revoke', { clientId }, organisation.token)
    const stateOf = async ({ payload, signature }: Label) => {
      const text = `https://labels.example/l/${payload}.${signature}`
      return (await server.ask('labels.check', { text }, authority.token)).state
    }
    const publishedKey = async () => {
      const response = await server.app.inject('/.well-known/label-keys.json')
      return PublishedLabelKeys.parse(response.json()).keys.find(({ keyId }) => keyId === signer.keyId)
    }
    return { server, organisation, projectId, signer, reported, stateOf, publishedKey }
  }

  it('is marked in the published list with its time and with how far its labels had been reported', async () => {
    const { server, publishedKey } = await shutOut()
    expect(await publishedKey()).toMatchObject({
      revokedAt: server.clock.now.toISOString(),
      lastNumber: 2,
    })
  })

  it('leaves the labels genuine that were reported before, and makes none genuine after', async () => {
    const { projectId, signer, reported, stateOf } = await shutOut()
    for (const label of reported) expect(await stateOf(label)).toBe('genuine')
    expect(await stateOf(signer.label(projectId))).toBe('key-revoked')
    const serial = reported[0]?.serial ?? ''
    expect(await stateOf(signer.label(projectId, { serial, nextDueOn: '2027-12-20' }))).toBe('key-revoked')
  })

  it('is given no names any more', async () => {
    const { server, organisation, signer } = await shutOut()
    await server.db.updateTable('session').set({ ended_at: null }).execute()
    const again = server.call(
      'labels.registerKey',
      { publicKeyBase64: signer.publicKeyBase64, clientId: organisation.workstation.clientId },
      organisation.token,
    )
    expect((await failureOf(again)).code).toBe('workstation-revoked')
  })
})
