import { describe, expect, it } from 'vitest'
import { ENGINES } from '../../support/databases.ts'
import { aMobile, failureOf, PASSWORD, startTestServer } from '../../support/test-server.ts'

const MINUTE_MS = 60_000
const NEW_PASSWORD = 'Another_2026'

describe.each(ENGINES)('修改密码 on $name', ({ open }) => {
  it('needs the old password and a code, and ends every other session', async () => {
    const server = await startTestServer(await open())
    const mobile = aMobile()
    const { token } = await server.registerOrganisation({ mobile })
    const other = await server.ask('accounts.signIn', { kind: 'password', mobile, password: PASSWORD })
    server.clock.pass(2 * MINUTE_MS)
    const smsCode = await server.smsCode(mobile, 'change-password', token)
    const change = (oldPassword: string) =>
      server.call('accounts.changePassword', { oldPassword, smsCode, password: NEW_PASSWORD }, token)
    expect(await failureOf(change('Not_it_2026'))).toMatchObject({
      code: 'invalid-input',
      fields: [{ path: 'oldPassword' }],
    })
    expect((await change(PASSWORD)).ok).toBe(true)
    expect((await server.call('accounts.current', undefined, token)).ok).toBe(true)
    expect((await server.call('accounts.current', undefined, other.token)).ok).toBe(false)
    const again = { kind: 'password', mobile, password: NEW_PASSWORD } as const
    expect((await server.call('accounts.signIn', again)).ok).toBe(true)
  })

  it('makes somebody who guesses the old password wait', async () => {
    const server = await startTestServer(await open())
    const { token } = await server.registerOrganisation()
    const guess = () =>
      failureOf(
        server.call(
          'accounts.changePassword',
          { oldPassword: 'Not_it_2026', smsCode: '123456', password: NEW_PASSWORD },
          token,
        ),
      )
    for (let tries = 0; tries < 5; tries += 1) expect((await guess()).code).toBe('invalid-input')
    expect(await guess()).toMatchObject({ code: 'too-many-requests' })
  })
})

describe.each(ENGINES)('更换手机号 on $name', ({ open }) => {
  it('takes a code of the old and one of the new number, and the organisation shows the new one', async () => {
    const server = await startTestServer(await open())
    const [mobile, next] = [aMobile(), aMobile()]
    const { token } = await server.registerOrganisation({ mobile })
    server.clock.pass(2 * MINUTE_MS)
    const codes = {
      oldSmsCode: await server.smsCode(mobile, 'change-mobile', token),
      smsCode: await server.smsCode(next, 'new-mobile'),
    }
    const wrong = { ...codes, oldSmsCode: '000000', mobile: next }
    expect(await failureOf(server.call('accounts.changeMobile', wrong, token))).toMatchObject({
      code: 'sms-code-wrong',
      fields: [{ path: 'oldSmsCode' }],
    })
    const session = await server.ask('accounts.changeMobile', { ...codes, mobile: next }, token)
    expect(session.account.slice(-4)).toBe(next.slice(-4))
    const { changes } = await server.workstation(token).pull()
    const bodies = changes.map(({ body }) => body)
    expect(bodies).toContainEqual(expect.objectContaining({ accountMobile: next }))
    const before = { kind: 'password', mobile, password: PASSWORD } as const
    expect((await server.call('accounts.signIn', before)).ok).toBe(false)
    expect((await server.call('accounts.signIn', { ...before, mobile: next })).ok).toBe(true)
  })

  it('sends the code for the own number to nobody else, and none to a number that has an account', async () => {
    const server = await startTestServer(await open())
    const taken = aMobile()
    await server.registerOrganisation({ mobile: taken })
    const { token } = await server.registerOrganisation()
    await expect(server.smsCode(taken, 'change-mobile', token)).rejects.toThrow('conflict')
    await expect(server.smsCode(taken, 'new-mobile', token)).rejects.toThrow('already-taken')
    await expect(server.smsCode(taken, 'change-password')).rejects.toThrow('not-signed-in')
  })
})

describe.each(ENGINES)('登录设备与会话 on $name', ({ open }) => {
  it('lists what is open with its computer, the one that asks first, and ends the others', async () => {
    const server = await startTestServer(await open())
    const mobile = aMobile()
    const { token } = await server.registerOrganisation({ mobile })
    const signIn = (device: string) =>
      server.ask('accounts.signIn', { kind: 'password', mobile, password: PASSWORD, device })
    const front = await signIn('前台电脑')
    server.clock.pass(10 * MINUTE_MS)
    const office = await signIn('办公室')
    expect(office.lastSignInAt).toBe('2026-11-22T02:00:00.000Z')
    const listed = await server.ask('accounts.listSessions', undefined, token)
    expect(listed.map(({ device, isThis }) => [device, isThis])).toEqual([
      [null, true],
      ['办公室', false],
      ['前台电脑', false],
    ])
    expect(JSON.stringify(listed)).not.toContain(front.token)
    const id = listed.find(({ device }) => device === '前台电脑')?.id ?? ''
    await server.ask('accounts.endSession', { id }, token)
    expect((await server.call('accounts.current', undefined, front.token)).ok).toBe(false)
    await server.ask('accounts.endOtherSessions', undefined, token)
    expect((await server.call('accounts.current', undefined, office.token)).ok).toBe(false)
    expect(await server.ask('accounts.listSessions', undefined, token)).toHaveLength(1)
  })

  it('ends nobody else’s session', async () => {
    const server = await startTestServer(await open())
    const [one, other] = [await server.registerOrganisation(), await server.registerOrganisation()]
    const [theirs] = await server.ask('accounts.listSessions', undefined, other.token)
    const asked = server.call('accounts.endSession', { id: theirs?.id ?? '' }, one.token)
    expect((await failureOf(asked)).code).toBe('not-found')
  })
})
