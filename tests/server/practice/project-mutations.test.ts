import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ProjectFields } from '../../../domain/practice/project.ts'
import { anAuthority, anOrganisationAtWork } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('project mutations on $name', ({ open }) => {
  async function prepared() {
    const server = await startTestServer(await open())
    const authority = await anAuthority(server)
    const organisation = await anOrganisationAtWork(server)
    await organisation.submitMaterials()
    const leader = await organisation.employ(authority)
    const deputy = await organisation.employ(authority, { level: 'second', validUntil: '2026-11-24' })
    const operator = await organisation.addOperator()
    const fields: ProjectFields = {
      contractNumber: 'HT-2026-001',
      contractName: '天元大厦消防设施维护保养合同',
      clientName: '天元大厦物业服务有限公司',
      regionCodes: ['320000', '320100', '320115'],
      address: '天元东路 8 号',
      type: 'maintenance',
      technicalLeaderId: leader.recordId,
      projectLeaderId: deputy.recordId,
      memberIds: [operator.id],
      plannedFrom: '2026-11-01',
      plannedTo: '2027-10-31',
      buildings: [{ id: 'b1', name: 'A 座' }],
      systems: [{ id: 's1', name: '火灾自动报警系统' }],
    }
    const id = randomUUID()
    const save = (set: Partial<ProjectFields>, baseRev = 0, base: Partial<ProjectFields> = {}) =>
      organisation.workstation.push({ name: 'project.save', recordId: id, baseRev, set, base })
    const conclude = (changes: Record<string, unknown> = {}) =>
      organisation.workstation.push({
        name: 'project.conclude',
        recordId: id,
        set: {
          number: 'JL-2026-001',
          finishedOn: '2026-11-20',
          documentSha256: 'd'.repeat(64),
          technicalLeaderId: leader.recordId,
          projectLeaderId: deputy.recordId,
          ...changes,
        },
      })
    return { server, organisation, leader, deputy, fields, id, save, conclude }
  }

  it('exchanges a leader once, keeps who went and why, and does not undo what another workstation did', async () => {
    const { organisation, leader, deputy, fields, id, save } = await prepared()
    await save(fields)
    const change = {
      id: randomUUID(),
      role: 'project-leader',
      fromId: deputy.recordId,
      toId: leader.recordId,
      on: '2026-11-20',
      reason: '原项目负责人调离',
      documentSha256: null,
      enteredAt: '2026-11-20T00:00:00.000Z',
    }
    const push = (changes: Record<string, unknown> = {}) =>
      organisation.workstation.push({
        name: 'project.change-staff',
        recordId: id,
        set: { change: { ...change, ...changes } },
      })
    expect(await push({ reason: '' })).toMatchObject({ status: 'rejected' })
    expect(await push({ on: '2026-11-23' })).toMatchObject({ status: 'rejected' })
    expect(
      await push({ role: 'technical-leader', fromId: leader.recordId, toId: deputy.recordId }),
    ).toMatchObject({ status: 'rejected' })
    expect(await push()).toMatchObject({ status: 'applied', rev: 2 })
    expect(await push()).toMatchObject({ status: 'applied', rev: 2 })
    const late = await push({ id: randomUUID() })
    expect(late.message).toContain('已不在这个岗位')
    const project = await organisation.record('project', id)
    expect(project.projectLeaderId).toBe(leader.recordId)
    expect(project.staffChanges).toMatchObject([{ id: change.id, fromId: deputy.recordId }])
    await save({ address: '天元东路 10 号' }, 2)
    expect((await organisation.record('project', id)).staffChanges).toHaveLength(1)
  })

  it('keeps a project and merges changes to different fields and to different buildings', async () => {
    const { organisation, fields, id, save } = await prepared()
    expect(await save(fields)).toMatchObject({ status: 'applied', rev: 1 })
    await save({ buildings: [...fields.buildings, { id: 'b2', name: 'B 座' }] }, 1, {
      buildings: fields.buildings,
    })
    const third = { id: 'b3', name: 'C 座' }
    expect(
      await save({ buildings: [...fields.buildings, third], address: '天元东路 9 号' }, 1, {
        buildings: fields.buildings,
        address: fields.address,
      }),
    ).toMatchObject({ status: 'merged' })
    const project = await organisation.record('project', id)
    expect(project.buildings.map(({ name }) => name)).toEqual(['A 座', 'B 座', 'C 座'])
    expect(project).toMatchObject({ address: '天元东路 9 号', conclusion: null })
  })

  it('refuses leaders that the rules do not allow, and says which', async () => {
    const { fields, deputy, leader, save } = await prepared()
    const refusal = async (changes: Partial<ProjectFields>) => (await save({ ...fields, ...changes })).message
    expect(await refusal({ technicalLeaderId: deputy.recordId })).toContain(
      '技术负责人应为一级注册消防工程师',
    )
    expect(await refusal({ projectLeaderId: 'somebody-else' })).toContain('应从本机构的注册消防工程师中选择')
    expect(await refusal({ memberIds: ['somebody-else'] })).toContain('不在本机构')
    expect(await refusal({ plannedTo: '2026-10-31' })).toContain('不能早于计划开始日期 2026-11-01')
    expect(await refusal({ contractNumber: ' ' })).toBe('请填写合同编号')
    expect((await save({ ...fields, memberIds: [leader.recordId] })).status).toBe('applied')
  })

  it('refuses a conclusion whose PDF has not arrived, takes it when it has, and changes nothing afterwards', async () => {
    const { organisation, fields, id, save, conclude } = await prepared()
    await save(fields)
    expect((await conclude()).message).toContain('尚未上传完成')
    const picture = await organisation.fileArrives('image/png')
    expect((await conclude({ documentSha256: picture })).message).toContain('应为 PDF')
    const documentSha256 = await organisation.fileArrives('application/pdf')
    expect((await conclude({ documentSha256, finishedOn: '2026-11-23' })).message).toContain(
      '不能晚于今天 2026-11-22',
    )
    expect((await conclude({ documentSha256 })).status).toBe('applied')
    expect((await organisation.record('project', id)).conclusion).toMatchObject({ number: 'JL-2026-001' })
    expect((await conclude({ documentSha256 })).status).toBe('applied')
    expect((await conclude({ documentSha256: picture })).status).toBe('rejected')
    expect((await save({ address: '别处' }, 2)).message).toContain('已结束并归档')
  })

  it('lets other fields of a project change after its leader’s certificate has lapsed', async () => {
    const { server, fields, save } = await prepared()
    await save(fields)
    server.clock.pass(3 * 24 * 60 * 60 * 1000)
    expect((await save({ address: '天元东路 10 号' }, 1)).status).toBe('applied')
    expect((await save({ projectLeaderId: fields.projectLeaderId }, 2)).message).toContain('已过期')
  })
})
