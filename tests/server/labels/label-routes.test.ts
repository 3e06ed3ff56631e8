import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { labelCodePayload } from '../../../domain/labels/label-code.ts'
import type { Label } from '../../../domain/labels/label.ts'
import { anAuthority, anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { aProject, aSigningWorkstation, signed } from '../../support/a-signing-workstation.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('GET /l/… on $name', ({ open }) => {
  async function prepared() {
    const server = await startTestServer(await open())
    const authority = await anAuthority(server)
    const organisation = await anOrganisationAtWork(server)
    await organisation.submitMaterials()
    const projectId = await aProject(organisation, authority)
    const signer = await aSigningWorkstation(server, organisation)
    const label = signer.label(projectId)
    const id = randomUUID()
    const { workstation } = organisation
    const issue = () => workstation.push({ name: 'label.issue', recordId: id, set: { ...label } })
    const scan = async ({ payload, signature }: Pick<Label, 'payload' | 'signature'>) => {
      const response = await server.app.inject(`/l/${payload}.${signature}`)
      return { status: response.statusCode, page: response.body, headers: response.headers }
    }
    return { server, workstation, label, id, issue, scan }
  }

  it('says of a reported label that it is genuine, with building and dates, without script, full names or phones', async () => {
    const { label, issue, scan } = await prepared()
    await issue()
    const { status, page, headers } = await scan(label)
    expect(status).toBe(200)
    for (const text of [
      '标签真实有效',
      label.organisationName,
      'A 座',
      '2026-11-20',
      '2026-12-20',
      label.serial,
    ]) {
      expect(page).toContain(text)
    }
    expect(page).toContain('王**')
    expect(page).not.toMatch(/<script|王玉才|\d{17}[\dX]|1[3-9]\d{9}/)
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['x-robots-tag']).toContain('noindex')
  })

  it('says of a signed label that it is not reported yet', async () => {
    const { label, scan } = await prepared()
    expect(await scan(label)).toMatchObject({
      status: 200,
      page: expect.stringContaining('机构尚未上报') as string,
    })
  })

  it('says that a label is past its next date from the day after it', async () => {
    const { server, label, issue, scan } = await prepared()
    await issue()
    server.clock.now = new Date('2026-12-20T15:59:00.000Z')
    expect((await scan(label)).page).toContain('标签真实有效')
    server.clock.now = new Date('2026-12-20T16:01:00.000Z')
    expect((await scan(label)).page).toContain('已过下次维保日期')
  })

  it('says of a withdrawn label that it is withdrawn, and why', async () => {
    const { workstation, label, id, issue, scan } = await prepared()
    await issue()
    await workstation.push({ name: 'label.withdraw', recordId: id, set: { reason: '日期打错' } })
    const { page } = await scan(label)
    expect(page).toContain('标签已作废')
    expect(page).toContain('日期打错')
  })

  it('knows a forged label by its signature and an unknown key by its name, and shows nothing of either', async () => {
    const { label, issue, scan } = await prepared()
    await issue()
    const forger = generateKeyPairSync('ed25519').privateKey
    const forged = await scan({ ...label, signature: signed(forger, label.payload) })
    expect(forged).toMatchObject({ status: 404, page: expect.stringContaining('签名与内容不一致') as string })
    expect(forged.page).not.toContain(label.serial)
    const payload = labelCodePayload({ ...label, keyId: 'nobody' })
    const unknown = await scan({ payload, signature: signed(forger, payload) })
    expect(unknown).toMatchObject({
      status: 404,
      page: expect.stringContaining('不是本系统登记的机构') as string,
    })
    expect((await scan({ payload: 'x', signature: '<b>' })).page).toContain('标签码不完整')
  })
})
