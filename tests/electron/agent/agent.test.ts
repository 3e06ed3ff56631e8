import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { OperatorFields } from '../../../domain/people/operator.ts'
import { DEFAULT_LABEL_SIZE } from '../../../domain/labels/label-size.ts'
import { madeCitizenId, madeCreditCode } from '../../support/made-identifiers.ts'
import { type Authority, type RunningServer, startServer } from '../../support/running-server.ts'
import { specimenPicture } from '../../support/specimen-pictures.ts'
import { testHost, type TestHost } from '../../support/test-host.ts'
import { startAgent, type WorkingAgent } from '../../support/working-agent.ts'

const PASSWORD = 'Xiaofang_2026'
const REPRESENTATIVE = { name: '王建国', documentNumber: madeCitizenId('19700101', 11) }
const MOBILE = '13800001111'

/** One organisation's first day at the agent's own door, against the true server. Its screens are walked through in tests/journeys. */
describe('the agent with its server', () => {
  let server: RunningServer
  let authority: Authority
  const running: WorkingAgent[] = []

  async function open(host: TestHost): Promise<WorkingAgent> {
    const working = await startAgent(host)
    running.push(working)
    return working
  }

  beforeAll(async () => {
    server = await startServer()
    authority = await server.createAuthority()
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ agent }) => agent.stop()))
  })
  afterAll(() => server.stop())

  it('leads an organisation from registration to a printed label', { timeout: 120_000 }, async () => {
    const host = testHost({ serverUrl: server.url })
    const own = await open(host)
    await registerOrganisation(own)
    expect(await own.ask.organisation.current()).toMatchObject({ materials: null, accountMobile: MOBILE })
    const verification = await submitMaterials(own)
    expect(verification.state).toBe('passed')

    const template = await own.ask.selfEntry.letterTemplate()
    const letter = await own.attach('letter', Buffer.from(template.pdfBase64, 'base64'))
    await own.ask.selfEntry.chooseLetter({ sha256: letter })
    await own.ask.selfEntry.submit({ changeNote: '首次录入' })
    await own.ask.sync.run()
    const submitted = await own.ask.selfEntry.overview()
    expect(submitted.submitted).toMatchObject({ effective: false, letterSha256: letter })
    expect(submitted.evaluation.reasons).toContain('消防设施操作员人数不满足要求')
    expect((await own.ask.attachments.info({ sha256: letter }))?.state).toBe('verified')

    for (let number = 1; number <= 6; number++) {
      await own.ask.people.saveOperator({ operatorId: null, fields: operator(number) })
    }
    const engineers = await employTwo(own)
    await own.ask.people.setEngineerPosition({ engineerId: engineers[0], position: 'technical-leader' })
    await own.ask.people.setEngineerPosition({ engineerId: engineers[1], position: 'project-leader' })
    await own.ask.sync.run()
    expect(await own.ask.selfEntry.overview()).toMatchObject({
      submitted: { effective: true },
      evaluation: { effective: true, reasons: [] },
      submission: null,
    })
    const found = await own.ask.disclosure.search({
      text: '安盾',
      regionCode: null,
      serviceType: null,
      page: 1,
    })
    expect(found.total).toBe(1)

    await printLabel(own, host, engineers)
    expect(host.logged()).not.toContain(MOBILE)
  })

  it(
    'keeps what was entered without a connection and sends it after a restart',
    { timeout: 60_000 },
    async () => {
      const online = testHost({ serverUrl: server.url })
      const first = await open(online)
      await first.ask.accounts.signIn({ kind: 'password', mobile: MOBILE, password: PASSWORD })
      await first.ask.sync.run()
      await stopAll()

      const offline = { ...online, serverUrl: 'http://127.0.0.1:9' }
      const cutOff = await open(offline)
      expect(await cutOff.ask.accounts.current()).toMatchObject({ role: 'organisation', offline: true })
      const added = await cutOff.ask.people.saveOperator({ operatorId: null, fields: operator(7) })
      expect(added).toMatchObject({ syncState: 'waiting', idNumber: expect.stringContaining('*') as string })
      expect(await cutOff.ask.sync.run()).toMatchObject({ connection: 'offline', waiting: 1 })
      await stopAll()

      const again = await open(online)
      expect(await again.ask.sync.run()).toMatchObject({ connection: 'online', waiting: 0 })
      const operators = await again.ask.people.listOperators()
      expect(operators.find(({ id }) => id === added.id)?.syncState).toBe('synced')
      expect((await again.ask.accounts.current())?.offline).toBe(false)
    },
  )

  it('shows the same to a second workstation of the organisation', { timeout: 60_000 }, async () => {
    const second = await open(testHost({ serverUrl: server.url }))
    await second.ask.accounts.signIn({ kind: 'password', mobile: MOBILE, password: PASSWORD })
    await second.ask.sync.run()
    expect(await second.ask.people.listOperators()).toHaveLength(7)
    const letter = (await second.ask.selfEntry.overview()).letterSha256 ?? ''
    const part = await second.ask.attachments.read({ sha256: letter, offset: 0 })
    expect(Buffer.from(part.dataBase64, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
  })

  it(
    'clears the workstation of whoever is signed in, and only for his password and the counts he has seen',
    { timeout: 60_000 },
    async () => {
      const host = testHost({ serverUrl: server.url })
      const own = await open(host)
      await own.ask.accounts.signIn({ kind: 'password', mobile: MOBILE, password: PASSWORD })
      await own.ask.sync.run()
      await own.ask.drafts.save({ form: 'project', subject: 'new', title: '大厦', content: { name: '大厦' } })
      const question = await own.ask.storage.clearing()
      expect(question).toEqual({
        unsent: { changes: 0, drafts: 1, files: 0 },
        otherAccounts: 0,
        asksPassword: true,
      })
      const clear = (password: string, drafts: number) =>
        own.agent.call('storage.clear', { password, givesUp: { ...question.unsent, drafts } })
      expect(await clear('wrong_2026x', 1)).toMatchObject({ failure: { code: 'wrong-credentials' } })
      expect(await clear(PASSWORD, 0)).toMatchObject({ failure: { code: 'conflict' } })
      const heard: unknown[] = []
      own.agent.on((name, event) => heard.push([name, event]))
      const [cleared, meanwhile] = await Promise.all([
        clear(PASSWORD, 1),
        own.agent.call('drafts.list', undefined),
      ])
      expect([cleared.ok, meanwhile.ok]).toEqual([true, true])
      expect(heard).toContainEqual(['session.changed', null])
      expect(await own.ask.accounts.current()).toBeNull()
      expect([...host.keptSecrets.keys()]).toEqual(['database-key'])
      expect(readdirSync(host.dataDir)).not.toContain('files')

      await own.ask.accounts.signIn({ kind: 'password', mobile: MOBILE, password: PASSWORD })
      await own.ask.sync.run()
      expect(await own.ask.drafts.list()).toEqual([])
      expect(await own.ask.people.listOperators()).toHaveLength(7)
    },
  )

  it('names every wrong field of an operator and keeps nothing of him', { timeout: 60_000 }, async () => {
    const own = await open(testHost({ serverUrl: server.url }))
    await own.ask.accounts.signIn({ kind: 'password', mobile: MOBILE, password: PASSWORD })
    const child = { ...operator(8), idNumber: madeCitizenId('20150101', 11), mobile: '1380000' }
    const result = await own.agent.call('people.saveOperator', { operatorId: null, fields: child })
    if (result.ok) throw new Error('a child was taken as an operator')
    expect(result.failure.fields?.map(({ path }) => path)).toEqual(['fields.mobile', 'fields.idNumber'])
    expect(result.failure.fields?.[1]?.message).toContain('应年满 18 周岁')
  })

  it('leaves the form alone when the server goes away in mid-submission', { timeout: 60_000 }, async () => {
    const host = testHost({ serverUrl: server.url })
    const own = await open(host)
    await own.ask.accounts.signIn({ kind: 'password', mobile: MOBILE, password: PASSWORD })
    await own.ask.sync.run()
    const draft = {
      form: 'materials',
      subject: 'own',
      title: '上传材料',
      content: { address: '草稿' },
    } as const
    await own.ask.drafts.save(draft)
    await stopAll()
    const cutOff = await open({ ...host, serverUrl: 'http://127.0.0.1:9' })
    const result = await cutOff.agent.call('organisation.submitMaterials', await materials(cutOff))
    expect(result).toEqual({ ok: false, failure: { code: 'server-unreachable' } })
    expect((await cutOff.ask.drafts.open(draft))?.content).toEqual({ address: '草稿' })
  })

  async function stopAll(): Promise<void> {
    await Promise.all(running.splice(0).map(({ agent }) => agent.stop()))
  }

  async function registerOrganisation({ ask, sendSms }: WorkingAgent): Promise<void> {
    await sendSms(MOBILE, 'register')
    await ask.accounts.registerOrganisation({
      name: '南京安盾消防技术服务有限公司',
      creditCode: madeCreditCode(1),
      creditCodeConfirmed: false,
      registrationProvince: '320000',
      scope: '消防设施维护保养检测',
      mobile: MOBILE,
      password: PASSWORD,
      smsCode: await server.smsCode(MOBILE),
    })
  }

  async function submitMaterials(own: WorkingAgent) {
    return own.ask.organisation.submitMaterials(await materials(own))
  }

  async function materials({ attach }: WorkingAgent) {
    const picture = async (kind: Parameters<typeof specimenPicture>[0]) =>
      (await specimenPicture(kind, REPRESENTATIVE)).buffer
    return {
      scope: '消防设施维护保养检测',
      registrationAuthority: '南京市江宁区市场监督管理局',
      regionCodes: ['320000', '320100', '320115'],
      address: '秣陵街道将军大道 100 号',
      publicEmail: '',
      publicContact: '苗佳',
      publicPhone: '025-88888888',
      serviceTypes: ['maintenance' as const],
      legalRepresentative: { ...REPRESENTATIVE, documentKind: 'resident-id' as const, mobile: '13900002222' },
      pictures: {
        documentBack: await attach('document-picture', await picture('document-back')),
        documentFront: await attach('document-picture', await picture('document-front')),
        licence: await attach('licence-picture', await picture('licence')),
      },
    }
  }

  async function employTwo(own: WorkingAgent): Promise<[string, string]> {
    const authorityAgent = await open(testHost({ serverUrl: server.url }))
    await authorityAgent.ask.accounts.signIn({ kind: 'password', ...authority })
    for (const number of [1, 2]) {
      const engineer = await open(testHost({ serverUrl: server.url }))
      const mobile = `1370000000${number}`
      await engineer.sendSms(mobile, 'register')
      await engineer.ask.accounts.registerEngineer({
        name: ['苗佳', '赵明'][number - 1] ?? '',
        mobile,
        idNumber: madeCitizenId('19850505', number),
        qualificationNumber: `ZG2020${number}`,
        managementNumber: '',
        level: number === 1 ? 'first' : 'second',
        validUntil: `${new Date().getFullYear() + 2}-06-30`,
        password: PASSWORD,
        smsCode: await server.smsCode(mobile),
      })
      const [organisation] = await engineer.ask.applications.findOrganisations({ text: '安盾' })
      await engineer.ask.applications.submit({ organisationId: organisation?.id ?? '', kind: 'initial' })
      await own.ask.sync.run()
      const [application] = await own.ask.people.listApplications()
      expect(application?.engineer.idNumber).toContain('*')
      const answer = { applicationId: application?.id ?? '', agree: true, reason: '' }
      await own.ask.people.answerApplication(answer)
      await own.ask.sync.run()
      const [pending] = await authorityAgent.ask.supervision.pendingApplications()
      const decision = { applicationId: pending?.id ?? '', decision: 'approve', reason: '' } as const
      await authorityAgent.ask.supervision.decideApplication(decision)
    }
    await own.ask.sync.run()
    const engineers = await own.ask.people.listEngineers()
    return [engineers[0]?.id ?? '', engineers[1]?.id ?? '']
  }

  async function printLabel({ ask }: WorkingAgent, host: TestHost, [leader, second]: [string, string]) {
    const project = await ask.practice.saveProject({
      projectId: null,
      fields: {
        contractNumber: 'HT-2026-001',
        contractName: '龙湖天街消防维保合同',
        clientName: '龙湖天街',
        regionCodes: ['320000', '320100', '320115'],
        address: '双龙大道 1698 号',
        type: 'maintenance',
        technicalLeaderId: leader,
        projectLeaderId: second,
        memberIds: [leader, second],
        plannedFrom: '2026-01-01',
        plannedTo: '2027-12-31',
        buildings: [{ id: 'b1', name: 'A 座' }],
        systems: [{ id: 's1', name: '自动喷水灭火系统' }],
      },
    })
    const fields = {
      projectId: project.id,
      building: 'A 座',
      system: '自动喷水灭火系统',
      maintainedOn: '2026-11-22',
      nextDueOn: '2026-12-22',
      contactPhone: '025-88888888',
    }
    const printers = await ask.printing.listPrinters()
    const printerId = printers.find(({ transport }) => transport === 'file')?.id ?? ''
    const preview = await ask.labels.preview({ fields, size: DEFAULT_LABEL_SIZE, dpi: 203 })
    expect(preview).toMatchObject({ problems: [], image: { widthDots: 480, heightDots: 320 } })
    const printed = await ask.labels.print({ fields, printerId, count: 2, copies: 1 })
    expect(printed[0]?.label.serial).toBe(preview.serial)
    expect(new Set(printed.map(({ label }) => label.serial)).size).toBe(2)
    await expect
      .poll(
        async () => (await ask.labels.list({ projectId: project.id })).map(({ prints }) => prints.length),
        {
          timeout: 10_000,
        },
      )
      .toEqual([1, 1])
    expect(readdirSync(join(host.dataDir, 'printed')).filter((name) => name.endsWith('.tspl'))).toHaveLength(
      2,
    )
    await ask.sync.run()
    const labels = await ask.labels.list({ projectId: project.id })
    expect(labels.map(({ syncState, refusal }) => [syncState, refusal])).toEqual([
      ['synced', null],
      ['synced', null],
    ])
    const [label] = labels
    const page = await fetch(`${server.url}/l/${label?.payload ?? ''}.${label?.signature ?? ''}`)
    expect(await page.text()).toContain(label?.serial)
    const withdrawn = await ask.labels.withdraw({ labelId: label?.id ?? '', reason: '位置贴错' })
    expect(withdrawn.withdrawn?.reason).toBe('位置贴错')
    const first = readdirSync(join(host.dataDir, 'printed')).find((name) => name.endsWith('.tspl')) ?? ''
    expect(readFileSync(join(host.dataDir, 'printed', first)).includes('BITMAP')).toBe(true)
  }
})

function operator(number: number): OperatorFields {
  return {
    name: `林建${'一二三四五六七八'.charAt(number - 1)}`,
    mobile: `1360000000${number}`,
    idNumber: madeCitizenId('19900101', number * 2 + 1),
    certificateNumber: `No00000${number}`,
    level: number <= 2 ? 'four' : 'five',
    direction: 'none',
  }
}
