import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { OperatorFields } from '../../domain/people/operator.ts'
import { openDatabase } from '../../electron/agent/storage/database.ts'
import { madeCitizenId, madeCreditCode } from '../support/made-identifiers.ts'
import { type RunningServer, startServer } from '../support/running-server.ts'
import { testHost, type TestHost } from '../support/test-host.ts'
import { startAgent, type WorkingAgent } from '../support/working-agent.ts'

const PASSWORD = 'Xiaofang_2026'
const OUT_OF_REACH = 'http://127.0.0.1:9'
const FIRST = { mobile: '13800002221', name: '南京安盾消防技术服务有限公司', code: 7001 }
const SECOND = { mobile: '13800002222', name: '苏州平安消防技术服务有限公司', code: 7002 }

/** Users who share a workstation and workstations that share an organisation, against the true server. */
describe('the agent among users and workstations', () => {
  let server: RunningServer
  const running: WorkingAgent[] = []

  async function open(host: TestHost, changes: Partial<TestHost> = {}): Promise<WorkingAgent> {
    const working = await startAgent({ ...host, ...changes })
    running.push(working)
    return working
  }
  const stopAll = () => Promise.all(running.splice(0).map(({ agent }) => agent.stop()))

  beforeAll(async () => {
    server = await startServer()
  })
  afterEach(stopAll)
  afterAll(() => server.stop())

  async function register({ ask, sendSms }: WorkingAgent, { mobile, name, code }: typeof FIRST) {
    await sendSms(mobile, 'register')
    return ask.accounts.registerOrganisation({
      name,
      creditCode: madeCreditCode(code),
      creditCodeConfirmed: false,
      registrationProvince: '320000',
      scope: '消防设施维护保养检测',
      mobile,
      password: PASSWORD,
      smsCode: await server.smsCode(mobile),
    })
  }
  const signIn = ({ ask }: WorkingAgent, { mobile }: typeof FIRST) =>
    ask.accounts.signIn({ kind: 'password', mobile, password: PASSWORD })

  it(
    'I18: never sends what one user entered under another, and signing out deletes none of it',
    { timeout: 60_000 },
    async () => {
      const host = testHost({ serverUrl: server.url })
      const online = await open(host)
      const first = await register(online, FIRST)
      await online.ask.accounts.signOut()
      const second = await register(online, SECOND)
      const tokens = tokensOf(host)
      await online.ask.accounts.signOut()
      await signIn(online, FIRST)
      tokens.push(...tokensOf(host))
      await stopAll()

      const cutOff = await open(host, { serverUrl: OUT_OF_REACH })
      for (const number of [1, 2]) {
        await cutOff.ask.people.saveOperator({ operatorId: null, fields: operator(number) })
      }
      expect(await cutOff.ask.sync.status()).toMatchObject({ waiting: 2 })
      await cutOff.ask.accounts.signOut()
      await stopAll()

      const again = await open(host)
      await signIn(again, SECOND)
      await again.ask.people.saveOperator({ operatorId: null, fields: operator(3) })
      expect(await again.ask.sync.run()).toMatchObject({ connection: 'online', waiting: 0 })
      expect(await again.ask.people.listOperators()).toHaveLength(1)
      await again.ask.accounts.signOut()
      expect(await again.ask.sync.listOutbox()).toEqual([])
      await signIn(again, FIRST)
      expect(await again.ask.sync.run()).toMatchObject({ connection: 'online', waiting: 0 })
      const operators = await again.ask.people.listOperators()
      expect(operators.map(({ syncState }) => syncState)).toEqual(['synced', 'synced'])
      const [history] = await again.ask.workstations.history({
        recordType: 'operator',
        recordId: operators[0]?.id ?? '',
      })
      expect(history).toMatchObject({
        account: first.account,
        changedFields: expect.arrayContaining(['name']) as string[],
      })
      expect(first.account).not.toBe(second.account)
      tokens.push(...tokensOf(host))
      await stopAll()
      expect(new Set(tokens).size).toBeGreaterThanOrEqual(3)
      expect(await placesHolding(host, tokens)).toEqual([])
    },
  )

  it('shows its organisation every workstation and shuts one out', { timeout: 60_000 }, async () => {
    const one = await open(testHost({ serverUrl: server.url }))
    await signIn(one, FIRST)
    await one.ask.sync.run()
    const other = await open(testHost({ serverUrl: server.url }))
    await signIn(other, FIRST)
    await other.ask.sync.run()
    const all = await one.ask.workstations.list()
    const here = all.filter(({ isThis }) => isThis)
    expect(here).toHaveLength(1)
    expect(here[0]?.name).toBe(`工作站${here[0]?.clientId.slice(0, 4).toUpperCase() ?? ''}`)
    await one.ask.workstations.rename({ clientId: here[0]?.clientId ?? '', name: '前台' })
    const clientId = (await other.ask.workstations.list()).find(({ isThis }) => isThis)?.clientId ?? ''

    await one.ask.workstations.revoke({ clientId })
    await other.ask.people.saveOperator({ operatorId: null, fields: operator(4) })
    expect(await other.ask.sync.run()).toMatchObject({ connection: 'signed-out', waiting: 1 })
    expect(await other.ask.sync.listOutbox()).toMatchObject([{ state: 'waiting', waitsFor: 'sign-in' }])
    await signIn(other, FIRST)
    expect(await other.ask.sync.run()).toMatchObject({ connection: 'revoked', waiting: 1 })
    expect(await other.ask.sync.listOutbox()).toMatchObject([{ state: 'waiting', waitsFor: 'workstation' }])
    expect((await one.ask.workstations.list()).map(({ name }) => name)).toContain('前台')
    expect(await one.ask.sync.run()).toMatchObject({ connection: 'online' })
  })

  it(
    'lets two workstations disagree, and one person decide and think again',
    { timeout: 60_000 },
    async () => {
      const one = await open(testHost({ serverUrl: server.url }))
      await signIn(one, SECOND)
      await one.ask.sync.run()
      const other = await open(testHost({ serverUrl: server.url }))
      await signIn(other, SECOND)
      await other.ask.sync.run()
      const [operatorHere] = await one.ask.people.listOperators()
      const operatorId = operatorHere?.id ?? ''
      const levelAt = async ({ ask }: WorkingAgent) => {
        await ask.sync.run()
        return (await ask.people.listOperators()).find(({ id }) => id === operatorId)?.level
      }
      await one.ask.people.saveOperator({ operatorId, fields: { ...operator(3), level: 'one' } })
      await other.ask.people.saveOperator({ operatorId, fields: { ...operator(3), level: 'two' } })
      expect(await levelAt(one)).toBe('one')
      expect(await levelAt(other)).toBe('one')
      const conflict = { recordType: 'operator', recordId: operatorId } as const
      expect(await other.ask.sync.listConflicts()).toMatchObject([
        { ...conflict, fields: [{ field: 'level', base: 'five', mine: 'two', theirs: 'one' }] },
      ])
      const { decisionId } = await other.ask.sync.decideConflict({ ...conflict, choices: { level: 'mine' } })
      expect(await levelAt(other)).toBe('two')
      expect(await levelAt(one)).toBe('two')
      await other.ask.sync.undoDecision({ decisionId })
      expect(await levelAt(other)).toBe('one')
      expect(await levelAt(one)).toBe('one')
      expect(await other.ask.sync.status()).toMatchObject({ conflicts: 1, waiting: 0, refused: 0 })
      expect((await one.ask.workstations.history(conflict)).length).toBeGreaterThanOrEqual(4)
    },
  )
})

const tokensOf = (host: TestHost) =>
  [...host.keptSecrets].flatMap(([name, secret]) => (name.startsWith('token-') ? [secret] : []))

/** Every row of every table, as text. */
async function placesHolding(host: TestHost, secrets: readonly string[]): Promise<string[]> {
  const db = await openDatabase(host)
  try {
    const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
    return tables.filter((table) => {
      const rows = JSON.stringify(db.prepare(`SELECT * FROM "${table}"`).all())
      return secrets.some((secret) => rows.includes(secret))
    })
  } finally {
    db.close()
  }
}

function operator(number: number): OperatorFields {
  return {
    name: `林建${'一二三四五六七八'.charAt(number - 1)}`,
    mobile: `1350000000${String(number)}`,
    idNumber: madeCitizenId('19910101', number * 2 + 1),
    certificateNumber: `No10000${String(number)}`,
    level: 'five',
    direction: 'none',
  }
}
