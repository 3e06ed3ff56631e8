import { describe, expect, it } from 'vitest'
import { createFeeds } from '../../../server/records/feeds.ts'
import { madeCitizenId } from '../../support/made-identifiers.ts'
import { anOrganisationAtWork, someOperator } from '../../support/an-organisation-at-work.ts'
import { ENGINES } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('operator mutations on $name', ({ open }) => {
  async function prepared() {
    const server = await startTestServer(await open())
    return { server, organisation: await anOrganisationAtWork(server) }
  }

  it('keeps a new operator, with the sex of the ID number', async () => {
    const { organisation } = await prepared()
    const { id, result } = await organisation.addOperator({ idNumber: madeCitizenId('19900101', 2) })
    expect(result).toMatchObject({ status: 'applied', rev: 1 })
    expect(await organisation.record('operator', id)).toMatchObject({
      sex: '女',
      listedElsewhere: false,
      removedAt: null,
    })
  })

  it.each([
    ['under 18', { idNumber: madeCitizenId('20081123', 1) }, /应年满 18 周岁，按身份证号为 17 周岁/],
    ['a wrong check character', { idNumber: '11010519491231002Y' }, /最后一位为数字或 X/],
    ['a short mobile number', { mobile: '1380000771' }, /手机号码应为 11 位，现在是 10 位/],
  ])('refuses an operator with %s and says what to do', async (_what, changes, message) => {
    const { organisation } = await prepared()
    const { result } = await organisation.addOperator(changes)
    expect(result.status).toBe('rejected')
    expect(result.message).toMatch(message)
    expect(await organisation.records('operator')).toEqual([])
  })

  it('refuses the same person and the same certificate twice in one organisation', async () => {
    const { organisation } = await prepared()
    const first = someOperator()
    await organisation.addOperator(first)
    const again = await organisation.addOperator({ ...someOperator(), idNumber: first.idNumber })
    expect(again.result.message).toContain('已录入这个身份证号')
    const certificate = await organisation.addOperator({ certificateNumber: first.certificateNumber })
    expect(certificate.result.message).toContain('已录入这个证书编号')
  })

  it('refuses an incomplete operator as a result, not as an error', async () => {
    const { organisation } = await prepared()
    const result = await organisation.workstation.push({
      name: 'operator.save',
      recordId: 'record-0009',
      set: { name: '林小明' },
    })
    expect(result).toMatchObject({ status: 'rejected', message: expect.stringContaining('不完整') as string })
  })

  it('merges changes to different fields and keeps its own value where both changed one', async () => {
    const { organisation } = await prepared()
    const { id } = await organisation.addOperator({ name: '林小明', level: 'four' })
    const change = (set: Record<string, unknown>, base: Record<string, unknown>) =>
      organisation.workstation.push({ name: 'operator.save', recordId: id, baseRev: 1, set, base })
    expect(await change({ level: 'three' }, { level: 'four' })).toMatchObject({ status: 'applied', rev: 2 })
    expect(await change({ name: '林晓明' }, { name: '林小明' })).toMatchObject({ status: 'merged', rev: 3 })
    expect(await change({ level: 'two' }, { level: 'four' })).toMatchObject({
      status: 'conflict',
      conflicts: ['level'],
    })
    expect(await organisation.record('operator', id)).toMatchObject({ name: '林晓明', level: 'three' })
  })

  it('removes as a state with its time, restores, and answers a change of a removed one as a conflict', async () => {
    const { organisation, server } = await prepared()
    const { id } = await organisation.addOperator()
    const { workstation } = organisation
    await workstation.push({ name: 'operator.remove', recordId: id })
    expect((await organisation.record('operator', id)).removedAt).toBe(server.clock.now.toISOString())
    expect(
      await workstation.push({ name: 'operator.save', recordId: id, baseRev: 1, set: { name: '林晓明' } }),
    ).toMatchObject({ status: 'conflict', conflicts: ['name'] })
    await workstation.push({ name: 'operator.restore', recordId: id })
    expect((await organisation.record('operator', id)).removedAt).toBeNull()
  })

  it('accepts a person whom another organisation lists too, marks both and unmarks when one is removed', async () => {
    const { organisation, server } = await prepared()
    const other = await anOrganisationAtWork(server)
    const { idNumber } = someOperator()
    const here = await organisation.addOperator({ idNumber })
    const there = await other.addOperator({ idNumber })
    expect(there.result.status).toBe('applied')
    expect((await organisation.record('operator', here.id)).listedElsewhere).toBe(true)
    expect((await other.record('operator', there.id)).listedElsewhere).toBe(true)
    await other.workstation.push({ name: 'operator.remove', recordId: there.id })
    expect((await organisation.record('operator', here.id)).listedElsewhere).toBe(false)
    await other.workstation.push({ name: 'operator.restore', recordId: there.id })
    expect((await organisation.record('operator', here.id)).listedElsewhere).toBe(true)
  })

  it('leaves a deleted record deleted when another organisation lists the same person', async () => {
    const { organisation, server } = await prepared()
    const other = await anOrganisationAtWork(server)
    const { idNumber } = someOperator()
    const { id } = await organisation.addOperator({ idNumber })
    await createFeeds(server.db, () => server.clock.now).transaction(async (_db, openFeed) => {
      const records = await openFeed(organisation.id, { accountId: null })
      await records.delete('operator', id, 'deleted')
    })
    await other.addOperator({ idNumber })
    const row = await server.db
      .selectFrom('record')
      .select(['deleted', 'rev'])
      .where('id', '=', id)
      .executeTakeFirst()
    expect(row).toMatchObject({ deleted: 1, rev: 2 })
  })
})
