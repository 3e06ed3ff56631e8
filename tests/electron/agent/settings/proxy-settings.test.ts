import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createServerClient } from '../../../../electron/agent/server/server-client.ts'
import { createProxySettings } from '../../../../electron/agent/settings/proxy-settings.ts'
import { createMeta } from '../../../../electron/agent/storage/meta.ts'
import { startHttpProxy } from '../../../support/http-proxy.ts'
import { testWorkspace } from '../../../support/test-workspace.ts'

const PASSWORD = 'Qiu-tian-2026'
const NONE = { mode: 'none', host: '', port: null, user: '', password: null } as const
const manual = ({ host, port }: { host: string; port: number }) =>
  ({ mode: 'manual', host, port, user: '', password: null }) as const

/** A server of which only the sign of life is asked, and a client that goes to it by the settings. */
async function setUp(
  systemProxy: string | null = null,
  askSystem: () => Promise<string | null> = () => Promise.resolve(systemProxy),
) {
  const server = createServer((_, response) => {
    response.writeHead(200, { date: new Date().toUTCString() }).end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // Safe: a server listening on a TCP port has an AddressInfo.
  const serverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { db, host } = await testWorkspace()
  const open = () =>
    createProxySettings({
      meta: createMeta(db),
      secrets: host.secrets,
      serverUrl,
      systemProxy: askSystem,
      now: () => host.now(),
    })
  const settings = await open()
  const { http } = createServerClient({
    serverUrl,
    now: () => host.now(),
    token: () => null,
    onTokenRefused: () => undefined,
    proxy: () => settings.route(),
  })
  return { settings, http, host, open, serverUrl, meta: createMeta(db) }
}

async function proxyFor(credentials: Parameters<typeof startHttpProxy>[0] = null) {
  const proxy = await startHttpProxy(credentials)
  onTestFinished(() => proxy.close())
  return proxy
}

describe('createProxySettings', () => {
  it('goes straight, by the system, or by the proxy given by hand', async () => {
    const [system, own] = [await proxyFor(), await proxyFor()]
    const { settings, http, serverUrl } = await setUp(system.url)
    await http.measure()
    expect(settings.state()).toMatchObject({ mode: 'system', inUse: new URL(system.url).host })
    await settings.set(manual(own))
    await http.measure()
    await settings.set(NONE)
    await http.measure()
    const sign = `GET ${new URL(serverUrl).host}`
    expect([system.passed, own.passed]).toEqual([[sign], [sign]])
    expect(settings.state().inUse).toBeNull()
  })

  it('asks a proxy for a tunnel where the server speaks https', async () => {
    const proxy = await proxyFor()
    const { settings } = await setUp()
    await settings.set(manual(proxy))
    const server = createTlsServer((_, response) => response.end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    // Safe: a server listening on a TCP port has an AddressInfo.
    const { port } = server.address() as AddressInfo
    const { http } = createServerClient({
      serverUrl: `https://127.0.0.1:${port}`,
      now: () => new Date(),
      token: () => null,
      onTokenRefused: () => undefined,
      proxy: () => settings.route(),
    })
    // The server has no certificate, so that the tunnel is all that comes about.
    await expect(http.measure()).rejects.toMatchObject({ failure: { code: 'server-unreachable' } })
    expect(proxy.passed).toEqual([`CONNECT 127.0.0.1:${String(port)}`])
  })

  it('gives name and password to a proxy that asks for them, and says so where they are wrong', async () => {
    const proxy = await proxyFor({ user: '张三', password: PASSWORD })
    const { settings, http, host } = await setUp()
    await settings.set({ ...manual(proxy), user: '张三' })
    await expect(http.measure()).rejects.toThrow(`代理服务器 127.0.0.1:${String(proxy.port)} 要用户名和密码`)
    await settings.set({ ...manual(proxy), user: '张三', password: PASSWORD })
    await expect(http.measure()).resolves.toMatchObject({ tookMs: expect.any(Number) as number })
    expect(settings.state()).toMatchObject({ hasPassword: true })
    expect(JSON.stringify(settings.state())).not.toContain(PASSWORD)
    expect(host.logged()).not.toContain(PASSWORD)
    const files = readdirSync(host.dataDir).map((name) => readFileSync(join(host.dataDir, name)))
    expect(files.some((bytes) => bytes.includes(PASSWORD))).toBe(false)
  })

  it('says plainly that the proxy cannot be reached, and not that the server cannot', async () => {
    const proxy = await startHttpProxy()
    const { settings, http } = await setUp()
    await proxy.close()
    await settings.set(manual(proxy))
    await expect(http.measure()).rejects.toMatchObject({
      failure: {
        code: 'server-unreachable',
        message: `连不上代理服务器 127.0.0.1:${String(proxy.port)}，请在“设置”的“代理”中核对；内容都保存在本机`,
      },
    })
  })

  it('knows everything again at the next start, and gives the password to no other proxy', async () => {
    const proxy = await proxyFor({ user: 'office', password: PASSWORD })
    const { settings, host, open } = await setUp()
    await settings.set({ ...manual(proxy), user: 'office', password: PASSWORD })
    const again = await open()
    expect(again.state()).toMatchObject({
      mode: 'manual',
      port: proxy.port,
      user: 'office',
      hasPassword: true,
    })
    await again.set({ ...manual(proxy), port: proxy.port + 1, user: 'office' })
    expect(again.state().hasPassword).toBe(false)
    expect(host.keptSecrets.has('proxy-password')).toBe(false)
  })

  it('starts, straight to the server, where the system fails or takes too long to say', async () => {
    for (const askSystem of [
      () => Promise.reject(new Error('no such script')),
      () => new Promise<string | null>(() => undefined),
    ]) {
      const { settings, http } = await setUp(null, askSystem)
      expect(settings.state().inUse).toBeNull()
      await http.measure()
    }
  })

  it('starts with a kept address that is none', async () => {
    const { meta, open } = await setUp()
    meta.set('proxy', JSON.stringify({ mode: 'manual', host: '10.1.1.300', port: 8080, user: '' }))
    expect((await open()).state()).toMatchObject({ mode: 'system', inUse: null })
  })

  it('refuses what is no address, with the field', async () => {
    const { settings } = await setUp()
    await expect(
      settings.set({ ...NONE, mode: 'manual', host: 'http://proxy', port: 70_000 }),
    ).rejects.toMatchObject({
      failure: {
        code: 'invalid-input',
        fields: [
          { path: 'host', message: '代理服务器地址不带“http://”，只填主机名或 IP' },
          { path: 'port', message: '端口应为 1～65535，现在是 70000' },
        ],
      },
    })
  })
})
