import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aMobile, aRegistration, bearer, solve } from '../support/test-server.ts'
import { ROOT, startServer } from '../support/running-server.ts'

const MAIN = join(ROOT, 'server/main.ts')

async function post(url: string, method: string, input: unknown) {
  const response = await fetch(`${url}/api/1/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  // Safe: the shape of every answer of the API.
  return (await response.json()) as { ok: boolean; value: Record<string, string> }
}

async function register(server: { url: string; smsCode: (mobile: string) => Promise<string> }) {
  const mobile = aMobile()
  const challenge = await post(server.url, 'accounts.challenge', { mobile, purpose: 'register' })
  const proof = await solve(challenge.value)
  await post(server.url, 'accounts.sendSmsCode', { mobile, purpose: 'register', proof })
  const smsCode = await server.smsCode(mobile)
  return post(server.url, 'accounts.registerOrganisation', { ...aRegistration(), mobile, smsCode })
}

describe('node server/main.ts', () => {
  it('serves a registration, makes authorities beside it, and finds all again after a restart', async () => {
    const server = await startServer()
    onTestFinished(() => server.stop())
    const registered = await register(server)
    expect(registered.ok).toBe(true)
    const authority = await server.createAuthority({ mobile: aMobile() })
    await server.restart()
    const signedIn = await post(server.url, 'accounts.signIn', { kind: 'password', ...authority })
    expect(signedIn.value).toMatchObject({ role: 'authority', regionCode: '320000' })
    const pulled = await fetch(`${server.url}/sync/1/pull`, { headers: bearer(registered.value['token']) })
    expect(await pulled.json()).toMatchObject({ changes: [{ type: 'organisation' }] })
  })

  it('stops with exit code 0 on SIGTERM, even while a workstation listens for news', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'server-'))
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
    const program = spawn(process.execPath, [MAIN], {
      env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(program, 'exit')
    const [line] = (await once(program.stdout, 'data')) as [Buffer]
    const url = /READY (\S+)/.exec(line.toString())?.[1] ?? ''
    const page = async (path: string) => (await fetch(`${url}${path}`)).text()
    const smsCode = async (mobile: string) =>
      new RegExp(`data-mobile="${mobile}"[^>]*data-code="(\\d{6})"`).exec(await page('/dev/outbox'))?.[1] ??
      ''
    const { value } = await register({ url, smsCode })
    const stream = await fetch(`${url}/sync/1/events`, { headers: bearer(value['token']) })
    expect(stream.status).toBe(200)
    program.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  it('refuses NODE_ENV=production with development providers before it opens anything', async () => {
    const run = promisify(execFile)(process.execPath, [MAIN], {
      env: { ...process.env, NODE_ENV: 'production', DATA_DIR: '/nowhere/at/all', PORT: '0' },
    })
    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('SMS_PROVIDER=http') as string,
    })
  })

  it('names its commands when asked for one that it does not have', async () => {
    const run = promisify(execFile)(process.execPath, [MAIN, 'fly'])
    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('create-authority') as string,
    })
  })
})
