import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { serverContract } from '../../domain/contracts/server-contract.ts'
import { buildApp } from '../../server/app.ts'
import { createSessions } from '../../server/http/sessions.ts'
import { ENGINES } from '../support/databases.ts'
import { bearer, startTestServer } from '../support/test-server.ts'

const [sqlite] = ENGINES

describe('the server', () => {
  it('answers every method of the contract', async () => {
    const server = await startTestServer(await sqlite!.open())
    const unanswered: string[] = []
    for (const [capability, methods] of Object.entries(serverContract)) {
      for (const verb of Object.keys(methods)) {
        const url = `/api/1/${capability}.${verb}`
        const { body } = await server.app.inject({ method: 'POST', url, payload: {} })
        if (body.includes('没有这个功能')) unanswered.push(url)
      }
    }
    expect(unanswered).toEqual([])
  })

  it('answers trouble as a failed Result with a fitting status', async () => {
    const server = await startTestServer(await sqlite!.open())
    const post = (url: string, payload: string, headers = {}) =>
      server.app.inject({
        method: 'POST',
        url,
        payload,
        headers: { 'content-type': 'application/json', ...headers },
      })
    const answers = [
      await post('/api/1/accounts.current', ''),
      await post('/api/1/accounts.current', 'null', bearer('a'.repeat(43))),
      await post('/api/1/accounts.signIn', '{broken'),
      await post('/api/1/accounts.signIn', '{"kind":"password"}'),
      await post('/api/1/nothing.here', '{}'),
      await post('/api/1/__proto__.toString', '{}'),
      await server.app.inject('/nowhere'),
      await post('/api/1/accounts.signIn', JSON.stringify({ text: 'x'.repeat(1024 * 1024) })),
    ]
    expect(
      answers.map((answer) => [answer.statusCode, answer.json<{ failure: { code: string } }>().failure.code]),
    ).toEqual([
      [401, 'not-signed-in'],
      [401, 'not-signed-in'],
      [400, 'invalid-input'],
      [400, 'invalid-input'],
      [404, 'not-found'],
      [404, 'not-found'],
      [404, 'not-found'],
      [400, 'invalid-input'],
    ])
  })

  it('packs long answers and reads packed ones', async () => {
    const server = await startTestServer(await sqlite!.open())
    const packed = await server.app.inject({ url: '/openapi.json', headers: { 'accept-encoding': 'gzip' } })
    expect(packed.headers['content-encoding']).toBe('gzip')
    const description = JSON.parse(gunzipSync(packed.rawPayload).toString()) as { paths: object }
    expect(Object.keys(description.paths)).toContain('/api/1/accounts.registerOrganisation')
    const { token } = await server.registerOrganisation()
    const push = { clientId: 'client-1', epoch: null, recordSchema: 1, ackedCursor: 0, mutations: [] }
    const response = await server.app.inject({
      method: 'POST',
      url: '/sync/1/push',
      headers: { ...bearer(token), 'content-type': 'application/json', 'content-encoding': 'gzip' },
      payload: gzipSync(JSON.stringify(push)),
    })
    expect(response.json()).toEqual({ epoch: server.epoch, lastSeq: 0, results: [] })
    const bomb = await server.app.inject({
      method: 'POST',
      url: '/sync/1/push',
      headers: { ...bearer(token), 'content-type': 'application/json', 'content-encoding': 'gzip' },
      payload: gzipSync(Buffer.alloc(5 * 1024 * 1024, 32)),
    })
    expect(bomb.json()).toMatchObject({ failure: { code: 'invalid-input', message: '提交的内容过大' } })
    const noise = await server.app.inject({
      method: 'POST',
      url: '/sync/1/push',
      headers: { ...bearer(token), 'content-type': 'application/json', 'content-encoding': 'gzip' },
      payload: 'not gzip',
    })
    expect([noise.statusCode, noise.json<{ failure: { code: string } }>().failure.code]).toEqual([
      400,
      'invalid-input',
    ])
  })

  it('says that it is well and counts its answers', async () => {
    const server = await startTestServer(await sqlite!.open())
    expect((await server.app.inject('/healthz')).json()).toEqual({ status: 'ok' })
    await server.app.inject('/nowhere')
    const metrics = (await server.app.inject('/metrics')).body
    expect(metrics).toContain('http_responses_total{status="2xx"} 1')
    expect(metrics).toContain('http_responses_total{status="4xx"} 1')
  })

  it('stops whoever asks too often', async () => {
    const db = await sqlite!.open()
    const app = await buildApp({
      db,
      sessions: createSessions(db, () => new Date()),
      capabilities: [],
      requestsPerMinute: 3,
      trustProxy: false,
      logger: false,
    })
    const statuses = []
    for (let count = 0; count < 4; count += 1) statuses.push((await app.inject('/metrics')).statusCode)
    expect(statuses).toEqual([200, 200, 200, 429])
    await app.close()
  })

  it('logs neither bodies, nor query strings, nor tokens', async () => {
    const db = await sqlite!.open()
    const lines: string[] = []
    const app = await buildApp({
      db,
      sessions: createSessions(db, () => new Date()),
      capabilities: [],
      requestsPerMinute: 100,
      trustProxy: false,
      logger: { level: 'info', stream: { write: (line: string) => void lines.push(line) } },
    })
    await app.inject({ url: '/healthz?text=13912345678', headers: bearer('b'.repeat(43)) })
    await app.inject({ method: 'POST', url: '/13912345678', payload: { mobile: '13912345678' } })
    await app.close()
    expect(lines.join('')).toContain('GET /healthz')
    expect(lines.join('')).not.toContain('13912345678')
    expect(lines.join('')).not.toContain('bbbb')
  })
})
