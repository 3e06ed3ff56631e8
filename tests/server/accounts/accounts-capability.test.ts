import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../support/databases.ts'
import { madeCitizenId } from '../../support/made-identifiers.ts'
import {
  aMobile,
  aRegistration,
  bearer,
  failureOf,
  PASSWORD,
  solve,
  startTestServer,
} from '../../support/test-server.ts'

const MINUTE_MS = 60_000

describe.each(ENGINES)('registration of an organisation on $name', ({ open }) => {
  it('opens the account, the first session and the organisation in its own feed', async () => {
    const server = await startTestServer(await open())
    const session = await server.registerOrganisation({ name: '南京(样本)消防技术服务有限公司' })
    expect(session).toMatchObject({ role: 'organisation', displayName: '南京（样本）消防技术服务有限公司' })
    expect(session.account).toMatch(/^139\*{4}\d{4}$/)
    expect(await server.ask('accounts.current', undefined, session.token)).toMatchObject({
      organisationId: session.organisationId,
    })
    const { changes } = await server.workstation(session.token).pull()
    expect(changes).toMatchObject([
      {
        type: 'organisation',
        id: session.organisationId,
        rev: 1,
        body: { verification: { state: 'not-submitted' } },
      },
    ])
  })

  it('names every wrong field and keeps nothing', async () => {
    const server = await startTestServer(await open())
    const wrong = {
      ...aRegistration(),
      creditCode: '91320102MA000001XX',
      scope: '物业管理',
      mobile: '12345',
      password: 'short',
      smsCode: '12',
      registrationProvince: '999999',
    }
    const failure = await failureOf(server.call('accounts.registerOrganisation', wrong))
    expect(failure.code).toBe('invalid-input')
    expect(failure.fields?.map((field) => field.path).sort()).toEqual(
      ['creditCode', 'mobile', 'password', 'registrationProvince', 'scope', 'smsCode'].sort(),
    )
    expect(failure.fields?.find((field) => field.path === 'scope')?.message).toContain('消防')
    expect(await server.db.selectFrom('account').selectAll().execute()).toEqual([])
  })

  it('refuses a mobile and a credit code that are taken, each at its field, and leaves the SMS code unspent', async () => {
    const server = await startTestServer(await open())
    const first = { ...aRegistration(), mobile: aMobile() }
    await server.registerOrganisation(first)
    const mobile = aMobile()
    const smsCode = await server.smsCode(mobile, 'register')
    const failure = await failureOf(
      server.call('accounts.registerOrganisation', { ...first, mobile, smsCode }),
    )
    expect(failure).toMatchObject({ code: 'already-taken', fields: [{ path: 'creditCode' }] })
    const mended = { ...aRegistration(), mobile, smsCode }
    expect((await server.call('accounts.registerOrganisation', mended)).ok).toBe(true)
    const proof = await solve(await server.ask('accounts.challenge', { mobile, purpose: 'register' }))
    const taken = await failureOf(server.call('accounts.sendSmsCode', { mobile, purpose: 'register', proof }))
    expect(taken).toMatchObject({ code: 'already-taken', fields: [{ path: 'mobile' }] })
  })

  it('lets only one of two registrations with the same credit code through when both come at once', async () => {
    const server = await startTestServer(await open())
    const registrations = await Promise.all(
      [aMobile(), aMobile()].map(async (mobile) => ({
        mobile,
        smsCode: await server.smsCode(mobile, 'register'),
      })),
    )
    const same = aRegistration()
    const results = await Promise.all(
      registrations.map((own) => server.call('accounts.registerOrganisation', { ...same, ...own })),
    )
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(results.find((result) => !result.ok)).toMatchObject({ failure: { code: 'already-taken' } })
    expect(await server.db.selectFrom('organisation').selectAll().execute()).toHaveLength(1)
  })

  it('takes a fire engineer with his profile', async () => {
    const server = await startTestServer(await open())
    const mobile = aMobile()
    const session = await server.ask('accounts.registerEngineer', {
      name: '张 三',
      mobile,
      idNumber: madeCitizenId('19800101', 11),
      qualificationNumber: '20190001',
      managementNumber: '',
      level: 'first',
      validUntil: '2028-01-01',
      password: PASSWORD,
      smsCode: await server.smsCode(mobile, 'register'),
    })
    expect(session).toMatchObject({ role: 'engineer', displayName: '张三', organisationId: null })
    const refused = await server.app.inject({ url: '/sync/1/pull', headers: bearer(session.token) })
    expect(refused.statusCode).toBe(403)
  })
})

describe.each(ENGINES)('the 短信验证码 on $name', ({ open }) => {
  it('takes a proof once, for its own number and purpose, and in time', async () => {
    const server = await startTestServer(await open())
    const mobile = aMobile()
    const make = async () => solve(await server.ask('accounts.challenge', { mobile, purpose: 'register' }))
    const send = (proof: string, changes = {}) =>
      server.call('accounts.sendSmsCode', { mobile, purpose: 'register', proof, ...changes })
    const proof = await make()
    expect(await failureOf(send(proof, { mobile: aMobile() }))).toMatchObject({ code: 'proof-rejected' })
    expect(await failureOf(send(proof, { purpose: 'sign-in' }))).toMatchObject({ code: 'proof-rejected' })
    expect(await failureOf(send('bm90aGluZw=='))).toMatchObject({ code: 'proof-rejected' })
    expect((await send(proof)).ok).toBe(true)
    expect(await failureOf(send(proof))).toMatchObject({ code: 'proof-rejected' })
    const late = await make()
    server.clock.pass(6 * MINUTE_MS)
    expect(await failureOf(send(late))).toMatchObject({ code: 'proof-rejected' })
  })

  it('refuses a proof whose binding was altered', async () => {
    const server = await startTestServer(await open())
    const [mobile, other] = [aMobile(), aMobile()]
    const own = await server.ask('accounts.challenge', { mobile, purpose: 'register' })
    const others = await server.ask('accounts.challenge', { mobile: other, purpose: 'register' })
    const solved = JSON.parse(Buffer.from(await solve(own), 'base64').toString()) as {
      challenge: { parameters: { data: unknown } }
    }
    solved.challenge.parameters.data = (others as typeof solved.challenge).parameters.data
    const proof = Buffer.from(JSON.stringify(solved)).toString('base64')
    const failure = await failureOf(
      server.call('accounts.sendSmsCode', { mobile: other, purpose: 'register', proof }),
    )
    expect(failure.code).toBe('proof-rejected')
  })

  it('makes a number wait 60 seconds and says how long is left', async () => {
    const server = await startTestServer(await open())
    const mobile = aMobile()
    await server.smsCode(mobile, 'register')
    server.clock.pass(20_000)
    const proof = await solve(await server.ask('accounts.challenge', { mobile, purpose: 'register' }))
    expect(
      await failureOf(server.call('accounts.sendSmsCode', { mobile, purpose: 'register', proof })),
    ).toMatchObject({
      code: 'too-many-requests',
      retryAfterSeconds: 40,
      message: '短信已发送，请 40 秒后再获取',
    })
    server.clock.pass(40_000)
    await server.smsCode(mobile, 'register')
  })

  it('is void after five minutes, after five wrong tries and after its use', async () => {
    const server = await startTestServer(await open())
    const mobile = aMobile()
    const register = (smsCode: string) =>
      failureOf(server.call('accounts.registerOrganisation', { ...aRegistration(), mobile, smsCode }))
    const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    const late = await server.smsCode(mobile, 'register')
    server.clock.pass(5 * MINUTE_MS)
    expect(await register(late)).toMatchObject({ code: 'sms-code-expired', fields: [{ path: 'smsCode' }] })

    const guessed = await server.smsCode(mobile, 'register')
    for (const left of [4, 3, 2, 1]) {
      expect(await register(other(guessed))).toMatchObject({
        code: 'sms-code-wrong',
        fields: [{ path: 'smsCode', message: `短信验证码不正确，还可以再试 ${left} 次` }],
      })
    }
    expect(await register(other(guessed))).toMatchObject({ code: 'sms-code-expired' })
    expect(await register(guessed)).toMatchObject({ code: 'sms-code-expired' })

    const used = aMobile()
    const registered = { ...aRegistration(), mobile: used, smsCode: await server.smsCode(used, 'register') }
    await server.ask('accounts.registerOrganisation', registered)
    expect(await failureOf(server.call('accounts.registerOrganisation', registered))).toMatchObject({
      code: 'sms-code-wrong',
    })
  })

  it('is stored as a hash and sent nowhere for a number without an account', async () => {
    const server = await startTestServer(await open())
    const mobile = aMobile()
    await server.smsCode(mobile, 'sign-in')
    expect(server.sms.sent()).toEqual([])
    const code = await server.smsCode(aMobile(), 'register')
    const rows = await server.db.selectFrom('sms_code').selectAll().execute()
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows.map((row) => row.code_hash))).not.toContain(code)
  })
})

describe.each(ENGINES)('sign-in on $name', ({ open }) => {
  it('says the same of a wrong password and of an unknown account, also when it locks', async () => {
    const server = await startTestServer(await open())
    const mobile = aMobile()
    await server.registerOrganisation({ mobile })
    const tries = async (number: string) => {
      const failures = []
      for (let count = 0; count < 6; count += 1) {
        failures.push(
          await failureOf(
            server.call('accounts.signIn', { kind: 'password', mobile: number, password: 'Wrong_12345' }),
          ),
        )
      }
      return failures
    }
    const known = await tries(mobile)
    expect(known.map((failure) => failure.code)).toEqual([
      ...Array.from({ length: 4 }, () => 'wrong-credentials'),
      'account-locked',
      'account-locked',
    ])
    expect(await tries(aMobile())).toEqual(known)
  })

  it('locks for 15 minutes after five failures and says how long is left', async () => {
    const server = await startTestServer(await open())
    const mobile = aMobile()
    await server.registerOrganisation({ mobile })
    const signIn = (password: string) =>
      server.call('accounts.signIn', { kind: 'password', mobile, password })
    await Promise.all(Array.from({ length: 5 }, () => signIn('Wrong_12345')))
    server.clock.pass(5 * MINUTE_MS)
    expect(await failureOf(signIn(PASSWORD))).toMatchObject({
      code: 'account-locked',
      retryAfterSeconds: 600,
    })
    server.clock.pass(10 * MINUTE_MS)
    expect((await signIn(PASSWORD)).ok).toBe(true)
    const locks = await server.db
      .selectFrom('audit')
      .select('action')
      .where('action', '=', 'account.locked')
      .execute()
    expect(locks).toHaveLength(1)
  })

  it('accepts a code instead of the password', async () => {
    const server = await startTestServer(await open())
    const mobile = aMobile()
    await server.registerOrganisation({ mobile })
    server.clock.pass(2 * MINUTE_MS)
    const smsCode = await server.smsCode(mobile, 'sign-in')
    expect(await server.ask('accounts.signIn', { kind: 'sms', mobile, smsCode })).toMatchObject({
      role: 'organisation',
    })
    expect(await failureOf(server.call('accounts.signIn', { kind: 'sms', mobile, smsCode }))).toMatchObject({
      code: 'sms-code-wrong',
    })
  })

  it('ends a session at signing out, after its time and when the password is reset', async () => {
    const server = await startTestServer(await open())
    const mobile = aMobile()
    await server.registerOrganisation({ mobile })
    const signIn = (password = PASSWORD) =>
      server.ask('accounts.signIn', { kind: 'password', mobile, password })
    const isOpen = async (token: string) => (await server.call('accounts.current', undefined, token)).ok
    const [one, two] = [await signIn(), await signIn()]
    await server.ask('accounts.signOut', undefined, one.token)
    expect([await isOpen(one.token), await isOpen(two.token)]).toEqual([false, true])
    server.clock.pass(2 * MINUTE_MS)
    const smsCode = await server.smsCode(mobile, 'reset-password')
    await server.ask('accounts.resetPassword', { mobile, smsCode, password: 'Another_2026' })
    expect(await isOpen(two.token)).toBe(false)
    const three = await signIn('Another_2026')
    expect(await isOpen(three.token)).toBe(true)
    server.clock.pass(15 * 24 * 60 * MINUTE_MS)
    expect(await isOpen(three.token)).toBe(false)
  })

  it('keeps neither password nor token readable in the database', async () => {
    const server = await startTestServer(await open())
    const session = await server.registerOrganisation()
    const stored = JSON.stringify([
      await server.db.selectFrom('account').selectAll().execute(),
      await server.db.selectFrom('session').selectAll().execute(),
    ])
    expect(stored).not.toContain(PASSWORD)
    expect(stored).not.toContain(session.token)
    expect(stored).toContain('$argon2id$')
  })
})

describe.each(ENGINES)('create-authority on $name', ({ open }) => {
  it('makes an account of one region that can sign in with the printed password', async () => {
    const server = await startTestServer(await open())
    expect(await server.signInAuthority('320000')).toMatchObject({ role: 'authority', regionCode: '320000' })
    await expect(server.signInAuthority('999999')).rejects.toThrow('地区代码')
  })
})
