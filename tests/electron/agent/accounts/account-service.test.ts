import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Session } from '../../../../domain/accounts/accounts-contract.ts'
import { FailureError } from '../../../../domain/contracts/failure.ts'
import { createAccountService } from '../../../../electron/agent/accounts/account-service.ts'
import { createSessionRepository } from '../../../../electron/agent/accounts/session-repository.ts'
import type { ServerApi } from '../../../../electron/agent/server-api.ts'
import { openDatabase } from '../../../../electron/agent/storage/database.ts'
import { createMeta } from '../../../../electron/agent/storage/meta.ts'
import { testHost, type TestHost } from '../../../support/test-host.ts'

const MOBILE = '13812345678'
const PASSWORD = 'Xiaofang_2026'
const ANSWER = {
  accountId: 'account-1',
  role: 'organisation',
  account: '138****5678',
  displayName: '南京安盾消防技术服务有限公司',
  organisationId: 'organisation-1',
  regionCode: null,
  token: 'the-token',
  expiresAt: '2027-01-01T00:00:00.000Z',
} as const
const SIGN_IN = { kind: 'password', mobile: MOBILE, password: PASSWORD } as const

type Server = ServerApi['accounts']
const unreachable = () => Promise.reject(new FailureError('server-unreachable'))

/** The server's side as one test wants it; everything else is out of reach. */
function aServer(changes: Partial<Server> = {}): Server {
  return {
    challenge: unreachable,
    sendSmsCode: unreachable,
    registerOrganisation: unreachable,
    registerEngineer: unreachable,
    signIn: unreachable,
    current: unreachable,
    signOut: unreachable,
    resetPassword: unreachable,
    recoverMobile: unreachable,
    changePassword: unreachable,
    changeMobile: unreachable,
    listSessions: unreachable,
    endSession: unreachable,
    endOtherSessions: unreachable,
    looks: unreachable,
    ...changes,
  }
}

async function openAccounts(host: TestHost, server: Server) {
  const db = await openDatabase(host)
  onTestFinished(() => void db.close())
  const heard: (Session | null)[] = []
  const accounts = await createAccountService({
    server,
    sessions: createSessionRepository(db),
    secrets: host.secrets,
    meta: createMeta(db),
    deviceName: () => '前台电脑',
    now: () => host.now(),
    onChanged: (session) => void heard.push(session),
    afterSignIn: () => Promise.resolve(),
  })
  return { db, accounts, heard }
}

async function afterSignIn(host = testHost()) {
  const first = await openAccounts(host, aServer({ signIn: () => Promise.resolve({ ...ANSWER }) }))
  const session = await first.accounts.handlers.signIn(SIGN_IN)
  first.db.close()
  return { host, session }
}

describe('accounts', () => {
  it('keep the token in the key store and give it to nobody else', async () => {
    const { host, session } = await afterSignIn()
    expect(JSON.stringify(session)).not.toContain('the-token')
    expect([...host.keptSecrets.values()]).toContain('the-token')
  })

  it('remember who is signed in, unconfirmed until the server has agreed', async () => {
    const { host } = await afterSignIn()
    const known = { ...ANSWER, token: undefined, expiresAt: undefined }
    const { accounts, heard } = await openAccounts(host, aServer({ current: () => Promise.resolve(known) }))
    expect(accounts.current()).toMatchObject({ accountId: 'account-1', offline: true })
    await accounts.confirm()
    expect(accounts.current()?.offline).toBe(false)
    expect(heard).toHaveLength(1)
  })

  it('open the own data of somebody who has signed in here before, without the server', async () => {
    const { host } = await afterSignIn()
    const { accounts } = await openAccounts(host, aServer())
    await accounts.handlers.signOut()
    expect(accounts.current()).toBeNull()
    expect([...host.keptSecrets.values()]).not.toContain('the-token')
    expect(await accounts.handlers.signIn(SIGN_IN)).toMatchObject({ accountId: 'account-1', offline: true })
    expect(accounts.token()).toBeNull()
  })

  it('refuse a wrong password without the server, and lock after five', async () => {
    let nowMs = Date.now()
    const { host } = await afterSignIn(testHost({ now: () => new Date(nowMs) }))
    const { accounts } = await openAccounts(host, aServer())
    const wrong = { ...SIGN_IN, password: 'Xiaofang_2027' }
    for (let attempt = 0; attempt < 5; attempt++) {
      await expect(accounts.handlers.signIn(wrong)).rejects.toMatchObject({
        failure: { code: 'wrong-credentials' },
      })
    }
    await expect(accounts.handlers.signIn(SIGN_IN)).rejects.toThrow('请 15 分钟后再试')
    nowMs += 15 * 60_000
    await expect(accounts.handlers.signIn(SIGN_IN)).resolves.toMatchObject({ offline: true })
  })

  it('tell a stranger without connection what he needs', async () => {
    const { accounts } = await openAccounts(testHost(), aServer())
    await expect(accounts.handlers.signIn(SIGN_IN)).rejects.toThrow('联网后再登录')
  })

  it('open nothing with a password that the server has changed', async () => {
    const { host } = await afterSignIn()
    const wrong = () => Promise.reject(new FailureError('wrong-credentials'))
    const online = await openAccounts(host, aServer({ signIn: wrong }))
    await expect(online.accounts.handlers.signIn(SIGN_IN)).rejects.toMatchObject({
      failure: { code: 'wrong-credentials' },
    })
    online.db.close()
    const { accounts } = await openAccounts(host, aServer())
    await expect(accounts.handlers.signIn(SIGN_IN)).rejects.toThrow('联网后再登录')
  })

  it('keep no password in a readable form', async () => {
    const { host } = await afterSignIn()
    const { db } = await openAccounts(host, aServer())
    expect(JSON.stringify(db.prepare('SELECT * FROM session').all())).not.toContain(PASSWORD)
  })

  it('stop sending when the server no longer knows the token, but keep the data open', async () => {
    const { host } = await afterSignIn()
    const { accounts } = await openAccounts(host, aServer())
    await accounts.forgetToken()
    expect(accounts.token()).toBeNull()
    expect(accounts.current()).toMatchObject({ accountId: 'account-1', offline: true })
  })

  it('check a registration before anything is sent', async () => {
    const { accounts } = await openAccounts(testHost(), aServer())
    const registration = {
      name: '南京安盾消防技术服务有限公司',
      creditCode: '91350200MA2YJ1XR9H',
      creditCodeConfirmed: false,
      registrationProvince: '320000',
      scope: '保洁服务',
      mobile: '1381234567',
      password: 'short',
      smsCode: '12',
    }
    const error: unknown = await Promise.resolve(accounts.handlers.registerOrganisation(registration)).catch(
      (failure: unknown) => failure,
    )
    if (!(error instanceof FailureError)) throw new Error('nothing was refused')
    expect(error.failure.fields?.map(({ path }) => path)).toEqual([
      'creditCode',
      'scope',
      'mobile',
      'password',
      'smsCode',
    ])
  })

  it('do the work that the slider stands for', async () => {
    const secret = 'a-secret'
    const challenge = await createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      cost: 100,
      deriveKey,
      hmacSignatureSecret: secret,
      expiresAt: new Date(Date.now() + 60_000),
      data: { purpose: 'register' },
    })
    const server = aServer({ challenge: () => Promise.resolve({ ...challenge }) })
    const { accounts } = await openAccounts(testHost(), server)
    const { proof } = await accounts.handlers.unlockSms({ mobile: '138 1234 5678', purpose: 'register' })
    // Safe: this is ALTCHA's own payload.
    const payload = JSON.parse(Buffer.from(proof, 'base64').toString()) as Parameters<
      typeof verifySolution
    >[0]
    const verdict = await verifySolution({ ...payload, deriveKey, hmacSignatureSecret: secret })
    expect(verdict.verified).toBe(true)
  })
})
