import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createServerClient } from '../../../../electron/agent/server/server-client.ts'

interface Answer {
  status?: number
  type?: string
  body: string
}

async function asking(answer: Answer, token: string | null | (() => string | null) = 'the-token') {
  const heard: { url: string; authorization: string | undefined }[] = []
  const server = createServer((request, response) => {
    heard.push({ url: request.url ?? '', authorization: request.headers.authorization })
    request.resume()
    response
      .writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' })
      .end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  // Safe: a server listening on a TCP port has an AddressInfo.
  const { port } = server.address() as AddressInfo
  let refused = 0
  const client = createServerClient({
    serverUrl: `http://127.0.0.1:${port}`,
    now: () => new Date(),
    token: () => (typeof token === 'function' ? token() : token),
    onTokenRefused: () => (refused += 1),
  })
  return { ...client, heard, refused: () => refused }
}

const SEARCH = { text: '', regionCode: null, serviceType: null, page: 1 }

describe('the server client', () => {
  it('sends the token and parses the answer with the contract', async () => {
    const { api, heard } = await asking({ body: '{"ok":true,"value":{"proof":1}}' })
    expect(await api.accounts.challenge({ mobile: '13812345678', purpose: 'register' })).toEqual({ proof: 1 })
    expect(heard).toEqual([{ url: '/api/1/accounts.challenge', authorization: 'Bearer the-token' }])
  })

  it('takes null for the answer of a method that answers nothing', async () => {
    const { api } = await asking({ body: '{"ok":true,"value":null}' })
    await expect(api.accounts.signOut(undefined)).resolves.toBeUndefined()
  })

  it("throws the server's own failure with its fields", async () => {
    const failure = { code: 'already-taken', fields: [{ path: 'mobile', message: '手机号已注册' }] }
    const { api } = await asking({ status: 409, body: JSON.stringify({ ok: false, failure }) })
    await expect(api.disclosure.search(SEARCH)).rejects.toMatchObject({ failure })
  })

  it.each<[string, Answer]>([
    ['a log-in page', { type: 'text/html', body: '<html>登录 Wi-Fi</html>' }],
    ['an empty answer', { body: '' }],
    ['a value of another shape', { body: '{"ok":true,"value":{"total":"many"}}' }],
    ['a redirect', { status: 302, body: '' }],
    ['a failure nobody knows', { status: 400, body: '{"ok":false,"failure":{"code":"teapot"}}' }],
  ])('takes %s for no answer of our server', async (_name, answer) => {
    const { api } = await asking(answer)
    await expect(api.disclosure.search(SEARCH)).rejects.toMatchObject({
      failure: { code: 'server-answer-unusable' },
    })
  })

  it("does not take a refusal of one user's token for the next user's", async () => {
    const tokens = ['first', 'second', 'second']
    const { api, heard, refused } = await asking(
      { status: 401, body: '{"ok":false,"failure":{"code":"not-signed-in"}}' },
      () => tokens.shift() ?? null,
    )
    await expect(api.disclosure.search(SEARCH)).rejects.toMatchObject({ failure: { code: 'not-signed-in' } })
    expect(heard).toMatchObject([{ authorization: 'Bearer first' }])
    expect(refused()).toBe(0)
  })

  it('reports a refused token, and only one that was sent', async () => {
    const answer = { status: 401, body: '{"ok":false,"failure":{"code":"not-signed-in"}}' }
    const signedIn = await asking(answer)
    await expect(signedIn.api.accounts.current(undefined)).rejects.toMatchObject({
      failure: { code: 'not-signed-in' },
    })
    expect(signedIn.refused()).toBe(1)
    const stranger = await asking(answer, null)
    await expect(stranger.api.accounts.current(undefined)).rejects.toThrow()
    expect(stranger.refused()).toBe(0)
    expect(stranger.heard[0]?.authorization).toBeUndefined()
  })

  it('says that nobody answers', async () => {
    const { api } = createServerClient({
      serverUrl: 'http://127.0.0.1:9',
      now: () => new Date(),
      token: () => null,
      onTokenRefused: () => undefined,
    })
    await expect(api.disclosure.search(SEARCH)).rejects.toMatchObject({
      failure: { code: 'server-unreachable' },
    })
  })
})
