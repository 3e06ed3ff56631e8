import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Label } from '../../../domain/labels/label.ts'
import { anAuthority, anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { aProject, aSigningWorkstation } from '../../support/a-signing-workstation.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('label mutations on $name', ({ open }) => {
  async function prepared() {
    const server = await startTestServer(await open())
    const authority = await anAuthority(server)
    const organisation = await anOrganisationAtWork(server)
    await organisation.submitMaterials()
    const projectId = await aProject(organisation, authority)
    const signer = await aSigningWorkstation(server, organisation)
    const issue = (label: Label, recordId: string = randomUUID()) =>
      organisation.workstation.push({ name: 'label.issue', recordId, set: { ...label } })
    return { server, authority, organisation, projectId, signer, issue }
  }

  it('keeps a label that the workstation signed, and answers the same when it is told again', async () => {
    const { organisation, projectId, signer, issue } = await prepared()
    const label = signer.label(projectId)
    const id = randomUUID()
    expect(await issue(label, id)).toMatchObject({ status: 'applied', rev: 1 })
    expect(await issue(label, id)).toMatchObject({ status: 'applied', rev: 1 })
    expect(await organisation.record('label', id)).toEqual(label)
  })

  it('refuses a signature over other content, another workstation’s serial, a serial twice, and a missing project', async () => {
    const { server, organisation, projectId, signer, issue } = await prepared()
    const label = signer.label(projectId)
    const colleague = await aSigningWorkstation(server, organisation)
    const refusal = async (bad: Label) => (await issue(bad)).message
    expect(await refusal({ ...label, signature: signer.label(projectId).signature })).toContain(
      '签名与内容不一致',
    )
    expect(await refusal({ ...label, maintainedOn: '2026-11-21' })).toContain('签名与内容不一致')
    expect(await refusal(signer.label(projectId, { serial: colleague.label(projectId).serial }))).toContain(
      '不属于这台工作站',
    )
    expect(await refusal(signer.label(randomUUID()))).toContain('项目没有登记成功')
    expect((await issue(label)).status).toBe('applied')
    expect(await refusal(signer.label(projectId, { serial: label.serial }))).toContain('已登记过')
  })

  it('refuses a label signed with another organisation’s key', async () => {
    const { server, projectId, issue } = await prepared()
    const stranger = await aSigningWorkstation(server, await anOrganisationAtWork(server))
    expect((await issue(stranger.label(projectId))).message).toContain('不是用本机构登记的密钥')
  })

  it('counts prints, and raises the outcome of one that is told again', async () => {
    const { organisation, projectId, signer, issue } = await prepared()
    const id = randomUUID()
    await issue(signer.label(projectId), id)
    const print = (at: string, outcome: string) =>
      organisation.workstation.push({
        name: 'label.record-print',
        recordId: id,
        set: { at, printer: 'usb:1', copies: 2, outcome },
      })
    await print('2026-11-22T02:00:00.000Z', 'sent')
    await print('2026-11-22T02:00:00.000Z', 'confirmed')
    await print('2026-11-22T03:00:00.000Z', 'sent')
    const { prints } = await organisation.record('label', id)
    expect(prints.map(({ at, outcome }) => [at.slice(11, 13), outcome])).toEqual([
      ['02', 'confirmed'],
      ['03', 'sent'],
    ])
  })

  it('keeps one print a job, whatever is told of it how often, with who ordered it', async () => {
    const { organisation, projectId, signer, issue } = await prepared()
    const id = randomUUID()
    await issue(signer.label(projectId), id)
    const by = { name: '江苏安平', account: '138****5671', role: 'organisation' }
    const tell = (jobId: string, at: string, outcome: string) =>
      organisation.workstation.push({
        name: 'label.record-print',
        recordId: id,
        set: { at, printer: 'usb:1', copies: 1, outcome, jobId, kind: 'first', by, template: null },
      })
    await tell('job-1', '2026-11-22T02:00:00.000Z', 'sent')
    await tell('job-2', '2026-11-22T02:00:00.000Z', 'confirmed')
    await tell('job-1', '2026-11-22T02:05:00.000Z', 'confirmed')
    const { prints } = await organisation.record('label', id)
    expect(prints.map(({ jobId, outcome }) => [jobId, outcome])).toEqual([
      ['job-2', 'confirmed'],
      ['job-1', 'confirmed'],
    ])
    expect(prints[0]?.by).toEqual(by)
  })

  it('withdraws with a reason, once', async () => {
    const { organisation, projectId, signer, issue } = await prepared()
    const id = randomUUID()
    await issue(signer.label(projectId), id)
    const withdraw = (reason: string) =>
      organisation.workstation.push({ name: 'label.withdraw', recordId: id, set: { reason } })
    expect((await withdraw(' ')).message).toBe('请填写作废原因')
    await withdraw('日期打错')
    await withdraw('再次')
    expect((await organisation.record('label', id)).withdrawn?.reason).toBe('日期打错')
  })
})
