import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FACE_CONSENT } from '../../../domain/verification/face-consent.ts'
import { createHttpOutsideFaceProvider } from '../../../server/verification/http-outside-face-provider.ts'
import { anUnverifiedOrganisation } from '../../support/face/a-face-session.ts'
import { judgedByHand } from '../../support/face/judged-by-hand.ts'
import { ENGINES } from '../../support/databases.ts'
import { failureOf, startTestServer } from '../../support/test-server.ts'

const SECRET = 'shared'
const sign = (timestamp: string, body: string) =>
  createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex')

/** A service that speaks the protocol, and whose troubles the test chooses. */
async function aService() {
  const service = {
    trouble: 'none' as 'none' | 'once' | 'silent' | 'nonsense' | 'redirect' | 'error' | 'strange',
    result: 'pending' as 'pending' | 'pass' | 'fail',
    keys: [] as string[],
    signedWell: true,
  }
  const answer = (request: IncomingMessage, response: ServerResponse, body: string) => {
    const { 'x-timestamp': timestamp, 'x-signature': signature } = request.headers
    service.signedWell &&= signature === sign(String(timestamp), body)
    service.keys.push(String(request.headers['idempotency-key']))
    if (service.trouble === 'silent') return
    if (service.trouble === 'once') {
      service.trouble = 'none'
      response.writeHead(502).end()
    } else if (service.trouble === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end()
    else if (service.trouble === 'error') response.writeHead(500).end('{"result":"pass"}')
    else if (service.trouble === 'strange') response.end('{"result":"certainly","url":"javascript:1"}')
    else if (service.trouble === 'nonsense') response.end('<html>')
    else if (request.method === 'POST')
      response.end(
        JSON.stringify({ url: 'https://identity.example/s/1', receipt: `receipt-${service.keys.length}` }),
      )
    else response.end(JSON.stringify({ result: service.result }))
  }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += String(part)))
    request.on('end', () => {
      answer(request, response, body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // Safe: it listens on a port.
  const { port } = server.address() as AddressInfo
  return { ...{ service }, url: `http://127.0.0.1:${port}` }
}

describe('the HTTP adapter of an outside face service', () => {
  const question = {
    sessionId: 'session-1',
    name: '张建国',
    documentKind: 'resident-id' as const,
    documentNumber: '320102198001011234',
    returnUrl: 'https://here.example/done',
    callbackUrl: 'https://here.example/callback',
  }

  it('starts, tries once more with the same key, and polls', async () => {
    const { service, url } = await aService()
    service.trouble = 'once'
    const provider = createHttpOutsideFaceProvider({ url, secret: SECRET })
    expect(await provider.start(question)).toMatchObject({ url: 'https://identity.example/s/1' })
    expect(service.keys).toEqual(['session-1', 'session-1'])
    expect(await provider.poll('r')).toBe('pending')
    service.result = 'pass'
    expect(await provider.poll('r')).toBe('pass')
    expect(service.signedWell).toBe(true)
  })

  it.each(['silent', 'nonsense', 'redirect', 'error', 'strange'] as const)(
    'is unavailable where the service is %s',
    async (trouble) => {
      const { service, url } = await aService()
      service.trouble = trouble
      const provider = createHttpOutsideFaceProvider({ url, secret: SECRET, timeoutMs: 200 })
      expect(await provider.start(question)).toBe('unavailable')
      expect(await provider.poll('r')).toBe('unavailable')
    },
  )

  it('believes a call back only with a signature of the last five minutes', () => {
    const now = new Date('2026-11-22T02:00:00Z')
    const provider = createHttpOutsideFaceProvider({
      url: 'https://x.example',
      secret: SECRET,
      now: () => now,
    })
    const body = JSON.stringify({ receipt: 'r', result: 'pass' })
    const at = (timestamp: string) =>
      provider.readCallback({ timestamp, signature: sign(timestamp, body) }, body)
    expect(at(now.toISOString())).toEqual({ receipt: 'r', result: 'pass' })
    expect(at('2026-11-22T01:54:00Z')).toBeNull()
    expect(provider.readCallback({ timestamp: now.toISOString(), signature: 'no' }, body)).toBeNull()
  })

  it('believes no signed call back that says anything but pass or fail', () => {
    const now = new Date('2026-11-22T02:00:00Z')
    const timestamp = now.toISOString()
    const provider = createHttpOutsideFaceProvider({
      url: 'https://x.example',
      secret: SECRET,
      now: () => now,
    })
    for (const body of ['{"receipt":"r","result":"pending"}', '{"result":"pass"}', 'pass', ''])
      expect(provider.readCallback({ timestamp, signature: sign(timestamp, body) }, body)).toBeNull()
    const other = '{"receipt":"r","result":"fail"}'
    expect(provider.readCallback({ timestamp, signature: sign(timestamp, '{}') }, other)).toBeNull()
    expect(
      provider.readCallback({ timestamp: 'yesterday', signature: sign('yesterday', other) }, other),
    ).toBeNull()
  })

  it('asks for https beyond this machine', () => {
    expect(() => createHttpOutsideFaceProvider({ url: 'http://x.example', secret: SECRET })).toThrow('https')
  })
})

describe.each(ENGINES)('an outside face service on $name', ({ open }) => {
  async function prepared() {
    const { service, url } = await aService()
    const outside = createHttpOutsideFaceProvider({
      url,
      secret: SECRET,
      timeoutMs: 500,
      now: () => new Date('2026-11-22T02:00:00Z'),
    })
    const server = await startTestServer(await open(), { face: { judge: judgedByHand(), outside } })
    const mine = await anUnverifiedOrganisation(server)
    const started = await server.ask(
      'verification.startFace',
      { way: 'pc', consentVersion: FACE_CONSENT.version, cameraLabel: null },
      mine.token,
    )
    return { service, server, ...mine, started }
  }

  it('sends the person to its page and passes by the poll', async () => {
    const { service, server, token, started, verification } = await prepared()
    expect(started).toMatchObject({ challenge: null, outside: { url: 'https://identity.example/s/1' } })
    const state = () => server.ask('verification.faceState', { sessionId: started.sessionId }, token)
    service.trouble = 'nonsense'
    expect(await state()).toMatchObject({ state: 'capturing' })
    service.trouble = 'none'
    service.result = 'pass'
    expect(await state()).toMatchObject({ state: 'passed' })
    expect(await verification()).toMatchObject({
      state: 'passed',
      way: 'outside-face',
      label: '实人认证服务核验',
    })
  })

  async function calledBack(result: 'pass' | 'fail') {
    const given = await prepared()
    const row = await given.server.db
      .selectFrom('face_session')
      .select('outside_receipt')
      .where('id', '=', given.started.sessionId)
      .executeTakeFirstOrThrow()
    const timestamp = '2026-11-22T02:00:00.000Z'
    const post = (receipt: string | null = row.outside_receipt, told: string = result) => {
      const body = JSON.stringify({ receipt, result: told })
      return given.server.app.inject({
        method: 'POST',
        url: '/verify/outside/callback',
        headers: {
          'content-type': 'application/json',
          'x-timestamp': timestamp,
          'x-signature': sign(timestamp, body),
        },
        payload: body,
      })
    }
    const state = () =>
      given.server.ask('verification.faceState', { sessionId: given.started.sessionId }, given.token)
    return { ...given, post, state }
  }

  it('starts nothing where the service does not answer, says so, and counts no try', async () => {
    const { service, server, token } = await prepared()
    const wish = { way: 'pc', consentVersion: FACE_CONSENT.version, cameraLabel: null } as const
    const before = await server.ask('verification.faceWays', undefined, token)
    service.trouble = 'error'
    expect(await failureOf(server.call('verification.startFace', wish, token))).toMatchObject({
      code: 'identity-service-unavailable',
      message: '实人认证服务暂时没有应答，请稍后再试，或申请人工审核',
    })
    const after = await server.ask('verification.faceWays', undefined, token)
    expect(after.triesLeft).toBe(before.triesLeft)
  })

  it('fails by a call back, and a pass that contradicts it later changes nothing', async () => {
    const { post, state, verification } = await calledBack('fail')
    await post()
    expect(await state()).toMatchObject({ state: 'failed', failure: { reason: 'not-the-person' } })
    expect((await post(undefined, 'pass')).statusCode).toBe(200)
    expect(await state()).toMatchObject({ state: 'failed' })
    expect((await verification()).state).toBe('failed')
  })

  it('takes a signed call back for a receipt it never got as nothing', async () => {
    const { post, state } = await calledBack('pass')
    expect((await post('another')).statusCode).toBe(200)
    expect(await state()).toMatchObject({ state: 'capturing' })
  })

  it('lets a session that was cancelled stay so, however the service calls back', async () => {
    const { server, token, started, post, state, verification } = await calledBack('pass')
    await server.ask('verification.cancelFace', { sessionId: started.sessionId }, token)
    expect((await post()).statusCode).toBe(200)
    expect(await state()).toMatchObject({ state: 'cancelled' })
    expect((await verification()).state).toBe('failed')
  })

  it('asks once more before it lets a session expire, also where nobody looks any longer', async () => {
    const late = await calledBack('pass')
    late.service.result = 'pass'
    late.server.clock.pass(20 * 60_000)
    await late.server.everyHour()
    expect((await late.verification()).state).toBe('passed')

    const silent = await calledBack('pass')
    silent.service.trouble = 'silent'
    silent.server.clock.pass(20 * 60_000)
    expect(await silent.state()).toMatchObject({ state: 'expired' })
    expect((await silent.post()).statusCode).toBe(200)
    expect(await silent.state()).toMatchObject({ state: 'expired' })
  })

  it('passes by one call back, however often it comes, and refuses a forged one', async () => {
    const { server, started, verification, organisation } = await prepared()
    const row = await server.db
      .selectFrom('face_session')
      .select('outside_receipt')
      .where('id', '=', started.sessionId)
      .executeTakeFirstOrThrow()
    const body = JSON.stringify({ receipt: row.outside_receipt, result: 'pass' })
    const timestamp = '2026-11-22T02:00:00.000Z'
    const post = (signature: string) =>
      server.app.inject({
        method: 'POST',
        url: '/verify/outside/callback',
        headers: { 'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': signature },
        payload: body,
      })
    expect((await post('forged')).statusCode).toBe(403)
    expect((await verification()).state).toBe('failed')
    for (let time = 0; time < 2; time += 1) expect((await post(sign(timestamp, body))).statusCode).toBe(200)
    expect(await verification()).toMatchObject({ state: 'passed' })
    expect((await organisation.notices()).filter((text) => text.includes('已通过'))).toHaveLength(1)
  })
})
