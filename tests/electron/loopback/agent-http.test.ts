import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createDispatcher, inProcess } from '../../../domain/contracts/dispatch.ts'
import { serveAgent, type AgentServer } from '../../../electron/loopback/agent-http.ts'

const contract = { echo: { say: { input: z.object({ text: z.string() }), output: z.string() } } }
const handlers = { echo: { say: ({ text }: { text: string }) => text } }

let directory: string
let server: AgentServer
let announce: (name: string, event: unknown) => void = () => undefined
let listeners = 0

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'renderer-'))
  mkdirSync(join(directory, 'renderer'))
  writeFileSync(join(directory, 'renderer/index.html'), '<title>页面</title>')
  writeFileSync(join(directory, 'secret.txt'), 'secret')
  server = await serveAgent({
    agent: {
      call: inProcess(createDispatcher(contract, handlers, () => undefined)),
      on: (listener) => {
        listeners += 1
        announce = listener
        return () => {
          listeners -= 1
        }
      },
    },
    rendererDirectory: join(directory, 'renderer'),
    port: 0,
    onError: (error) => {
      throw error
    },
  })
})

afterAll(async () => {
  await server.close()
  rmSync(directory, { recursive: true })
})

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Raw HTTP, because fetch would neither send a foreign Host nor leave `..` in a path. */
function ask(
  path: string,
  options: { headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      server.origin,
      { path, method: options.body === undefined ? 'GET' : 'POST', headers: options.headers ?? {} },
      (response) => {
        let body = ''
        response.on('data', (chunk: Buffer) => (body += chunk.toString()))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}

const ours = () => ({ origin: server.origin, authorization: `Bearer ${server.token}` })
const say = (headers: Record<string, string>) => ask('/agent/echo.say', { headers, body: '{"text":"你好"}' })

describe('POST /agent/<method>', () => {
  it('answers the page that holds the token', async () => {
    expect(JSON.parse((await say(ours())).body)).toEqual({ ok: true, value: '你好' })
  })

  it.each([
    ['no token', () => ({ origin: server.origin }), 401],
    ['a wrong token', () => ({ ...ours(), authorization: 'Bearer x' }), 401],
    ['a foreign Origin', () => ({ ...ours(), origin: 'https://evil.example' }), 403],
    ['the Origin null', () => ({ ...ours(), origin: 'null' }), 403],
    ['no Origin', () => ({ authorization: `Bearer ${server.token}` }), 403],
    ['a foreign Host', () => ({ ...ours(), host: 'evil.example' }), 421],
    ['localhost as Host', () => ({ ...ours(), host: `localhost:${new URL(server.origin).port}` }), 421],
  ])('refuses a request with %s', async (_, headers, status) => {
    expect((await say(headers())).status).toBe(status)
  })

  it('refuses an announced body over 8 MiB without reading it', async () => {
    const answer = await ask('/agent/echo.say', {
      headers: { ...ours(), 'content-length': '8388609' },
      body: '{}',
    }).catch(() => null)
    expect(answer?.status ?? 413).toBe(413)
  })

  it('refuses a chunked body that grows over 8 MiB', async () => {
    const status = await new Promise<number>((resolve) => {
      const outgoing = request(
        server.origin,
        { path: '/agent/echo.say', method: 'POST', headers: { ...ours(), 'transfer-encoding': 'chunked' } },
        (response) => resolve(response.statusCode ?? 0),
      )
      outgoing.on('error', () => undefined)
      for (let chunk = 0; chunk < 136; chunk += 1) outgoing.write(Buffer.alloc(65_536, 32))
      outgoing.end()
    })
    expect(status).toBe(413)
  })

  it('passes a failure of the dispatcher on as a result', async () => {
    const answer = await ask('/agent/__proto__.toString', { headers: ours(), body: '{}' })
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, failure: { code: 'not-found' } })
  })

  it('refuses a body that is not JSON and a method other than POST', async () => {
    expect((await ask('/agent/echo.say', { headers: ours(), body: '{' })).status).toBe(400)
    expect((await ask('/agent/echo.say', { headers: ours() })).status).toBe(405)
  })
})

describe('GET /', () => {
  it('serves the page with the strict policy and without the token', async () => {
    const answer = await ask('/')
    expect(answer.body).toBe('<title>页面</title>')
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'")
    // WebAssembly may be compiled (docs/decisions/0010); nothing else that is unsafe.
    expect(answer.headers['content-security-policy']).not.toMatch(/'unsafe-/)
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/missing.js',
    '/%',
    '/a%00b',
    '/assets',
  ])('answers 404 for %s', async (path) => {
    expect((await ask(path)).status).toBe(404)
  })

  it('does not serve a foreign Host', async () => {
    expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(421)
  })
})

describe('GET /agent/events', () => {
  it('carries every announcement as one line of JSON, and needs the token', async () => {
    const headers = { authorization: `Bearer ${server.token}`, 'sec-fetch-site': 'same-origin' }
    expect((await ask('/agent/events', { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(401)
    const lines: string[] = []
    await new Promise<void>((resolve) => {
      const outgoing = request(server.origin, { path: '/agent/events', headers }, (response) => {
        response.on('data', (chunk: Buffer) => {
          lines.push(...chunk.toString().split('\n').filter(Boolean))
          if (lines.length === 0) announce('sync.status', { waiting: 3 })
          else {
            outgoing.destroy()
            resolve()
          }
        })
        response.on('error', () => undefined)
      })
      outgoing.end()
    })
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { name: 'sync.status', event: { waiting: 3 } },
    ])
  })

  it('listens to the agent once, however many pages are open', () => {
    expect(listeners).toBe(1)
  })
})
