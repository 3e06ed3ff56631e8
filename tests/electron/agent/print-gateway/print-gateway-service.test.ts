import { request as httpRequest } from 'node:http'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Raster } from '../../../../domain/labels/raster.ts'
import type { PrintJob } from '../../../../domain/printing/print-job.ts'
import { DEFAULT_PRINTER_SETTINGS } from '../../../../domain/printing/printer-settings.ts'
import { printerStatus } from '../../../../domain/printing/printer-status.ts'
import type { Printer } from '../../../../domain/printing/printing-contract.ts'
import {
  createPrintGatewayService,
  type PrintGatewayService,
} from '../../../../electron/agent/print-gateway/print-gateway-service.ts'
import { createMeta } from '../../../../electron/agent/storage/meta.ts'
import { migrate } from '../../../../electron/agent/storage/migrations.ts'

const PAGE = 'https://oa.example.com'
const OTHER = 'https://evil.example.net'
const PORT = 27629
const PRINTER: Printer = {
  id: 'usb:1203:0272:1',
  transport: 'usb',
  name: '',
  maker: 'TSC',
  model: 'TE210',
  serial: '1',
  address: null,
  connected: true,
  language: 'tspl',
  reportedDpi: 203,
  status: printerStatus(['ready']),
  settings: { ...DEFAULT_PRINTER_SETTINGS, size: { widthMm: 10, heightMm: 5, gapMm: 2 } },
  paused: false,
}
/** 10×5 mm at 203 dpi are 80×40 dots. */
const LABEL = {
  printerId: PRINTER.id,
  title: '设备 07',
  copies: 2,
  widthDots: 80,
  heightDots: 40,
  bits: Buffer.alloc(400, 0xa5).toString('base64'),
}

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: { token?: string; id?: string; state?: string; isPaired?: boolean; error?: { code: string } }
}

describe('print gateway for web pages', () => {
  let now: number
  let printed: { id: string; title: string; raster: Raster; copies: number }[]
  let gateway: PrintGatewayService
  let db: ReturnType<typeof Sqlite>

  const begin = () =>
    createPrintGatewayService({
      meta: createMeta(db),
      now: () => new Date(now),
      log: { error: (message) => expect.fail(message) },
      listPrinters: () => Promise.resolve([PRINTER]),
      enqueue: (job) => {
        printed.push(job)
        // Safe: the gateway uses the job's id only.
        return { id: job.id } as PrintJob
      },
      findJob: (jobId) =>
        // Safe: the gateway uses state and message only.
        printed.some(({ id }) => id === jobId) ? ({ state: 'confirmed', message: null } as PrintJob) : null,
      onChanged: () => undefined,
      ports: [PORT],
    })
  beforeEach(async () => {
    now = Date.parse('2026-03-01T08:00:00Z')
    printed = []
    db = new Sqlite(':memory:')
    migrate(db)
    gateway = begin()
    await gateway.handlers.setEnabled({ enabled: true })
  })
  afterEach(async () => {
    await gateway.stop()
  })

  /** Raw HTTP, since fetch would send neither a foreign Host nor an Origin. */
  const ask = (
    method: string,
    path: string,
    options: { origin?: string; token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ) =>
    new Promise<Answer>((resolve, reject) => {
      const { origin, token, body, headers } = options
      const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
      const outgoing = httpRequest(
        {
          agent: false,
          host: '127.0.0.1',
          port: PORT,
          method,
          path,
          headers: {
            ...(origin === undefined ? {} : { origin }),
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            const said = Buffer.concat(chunks).toString('utf8')
            const isJson = response.headers['content-type']?.includes('json') ?? false
            // Safe: the gateway's own JSON.
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: (isJson ? JSON.parse(said) : {}) as Answer['body'],
            })
          })
        },
      )
      outgoing.on('error', reject)
      outgoing.end(text)
    })
  const code = async () => (await gateway.handlers.newPairingCode()).pairing?.code ?? ''
  const pair = async (origin = PAGE) => {
    const answer = await ask('POST', '/v1/pair', { origin, body: { code: await code() } })
    return answer.body.token ?? ''
  }

  it('is off until it is switched on, and on again after a restart', async () => {
    await gateway.handlers.setEnabled({ enabled: false })
    await expect(ask('GET', '/v1/status')).rejects.toThrow('ECONNREFUSED')
    await gateway.handlers.setEnabled({ enabled: true })
    await gateway.stop()
    gateway = begin()
    await gateway.start()
    expect(await ask('GET', '/v1/status', { origin: PAGE })).toMatchObject({
      status: 200,
      body: { isPaired: false },
    })
  })

  it('prints from a paired page after a person’s yes, the dots as they were sent', async () => {
    const token = await pair()
    const { status, body } = await ask('POST', '/v1/jobs', { origin: PAGE, token, body: LABEL })
    expect([status, body.state, printed]).toEqual([202, 'asks', []])
    const state = await gateway.handlers.state()
    expect(state.requests).toMatchObject([
      { origin: PAGE, title: '设备 07', copies: 2, printerName: 'TSC TE210' },
    ])
    await gateway.handlers.answerRequest({ requestId: state.requests[0]?.id ?? '', accept: true })
    expect(printed).toMatchObject([
      { title: '设备 07（oa.example.com）', copies: 2, raster: { widthDots: 80, heightDots: 40 } },
    ])
    expect(Buffer.from(printed[0]?.raster.bits ?? []).toString('base64')).toBe(LABEL.bits)
    const job = await ask('GET', `/v1/jobs/${body.id ?? ''}`, { origin: PAGE, token })
    expect(job.body.state).toBe('confirmed')
  })

  it('prints nothing when the person says no, the time is over or the page is shut out', async () => {
    const token = await pair()
    const ids: string[] = []
    for (let label = 0; label < 3; label++)
      ids.push((await ask('POST', '/v1/jobs', { origin: PAGE, token, body: LABEL })).body.id ?? '')
    const [first, second] = (await gateway.handlers.state()).requests.map(({ id }) => id)
    await gateway.handlers.answerRequest({ requestId: first ?? '', accept: false })
    expect((await ask('GET', `/v1/jobs/${ids[0] ?? ''}`, { origin: PAGE, token })).body.state).toBe('refused')
    now += 11 * 60_000
    await expect(gateway.handlers.answerRequest({ requestId: second ?? '', accept: true })).rejects.toThrow(
      '10 分钟',
    )
    await gateway.handlers.revokeOrigin({ origin: PAGE })
    expect((await ask('POST', '/v1/jobs', { origin: PAGE, token, body: LABEL })).status).toBe(401)
    expect(printed).toEqual([])
  })

  it('does not ask again for a label that was refused before a restart, nor prints it', async () => {
    const token = await pair()
    const id = '0b1f9a52-2f0e-4a4e-8a3f-6a53c1d7e921'
    const send = () => ask('POST', '/v1/jobs', { origin: PAGE, token, body: { ...LABEL, id } })
    expect((await send()).body.state).toBe('asks')
    const [request] = (await gateway.handlers.state()).requests
    await gateway.handlers.answerRequest({ requestId: request?.id ?? '', accept: false })
    await gateway.stop()
    gateway = begin()
    await gateway.start()
    await gateway.handlers.setConfirmEach({ confirmEach: false })
    expect((await ask('GET', `/v1/jobs/${id}`, { origin: PAGE, token })).body.state).toBe('refused')
    expect((await send()).body).toMatchObject({ id, state: 'refused' })
    expect(printed).toEqual([])
  })

  it('prints at once where confirmation is switched off', async () => {
    await gateway.handlers.setConfirmEach({ confirmEach: false })
    const answer = await ask('POST', '/v1/jobs', { origin: PAGE, token: await pair(), body: LABEL })
    expect(answer).toMatchObject({ status: 202, body: { state: 'confirmed' } })
    expect(await gateway.handlers.state()).toMatchObject({ jobs: [{ jobId: printed[0]?.id, origin: PAGE }] })
  })

  it('prints a label once that is sent again under its own id, also after a restart, and another page’s label of that id', async () => {
    await gateway.handlers.setConfirmEach({ confirmEach: false })
    const token = await pair()
    const id = '5f0f8c1e-6a0d-4a53-9d4e-0a2f5b8e7c11'
    const send = () => ask('POST', '/v1/jobs', { origin: PAGE, token, body: { ...LABEL, id } })
    expect((await send()).body).toMatchObject({ id, state: 'confirmed' })
    expect((await send()).body).toMatchObject({ id, state: 'confirmed' })
    await gateway.stop()
    gateway = begin()
    await gateway.start()
    expect((await ask('GET', `/v1/jobs/${id}`, { origin: PAGE, token })).body.state).toBe('confirmed')
    expect((await send()).status).toBe(202)
    expect(printed).toHaveLength(1)
    const others = await pair(OTHER)
    await ask('POST', '/v1/jobs', { origin: OTHER, token: others, body: { ...LABEL, id } })
    expect(printed).toHaveLength(2)
  })

  it.each(['oa.example.com', `oa.example.com:${PORT}`, '127.0.0.1', '0.0.0.0:27629'])(
    'refuses the foreign host %s even with everything else right',
    async (host) => {
      const token = await pair()
      const answer = await ask('GET', '/v1/printers', { origin: PAGE, token, headers: { host } })
      expect(answer.status).toBe(421)
    },
  )

  it.each([undefined, 'null', 'file://', 'chrome-extension://abc', 'https://oa.example.com/'])(
    'refuses the origin %s',
    async (origin) => {
      const answer = await ask('POST', '/v1/pair', {
        ...(origin === undefined ? {} : { origin }),
        body: { code: await code() },
      })
      expect(answer).toMatchObject({ status: 403, body: { error: { code: 'no-origin' } } })
    },
  )

  it('refuses another page with the token of a paired one', async () => {
    const token = await pair()
    expect((await ask('GET', '/v1/printers', { origin: OTHER, token })).status).toBe(401)
    expect((await ask('GET', '/v1/printers', { origin: PAGE, token })).status).toBe(200)
    const job = await ask('POST', '/v1/jobs', { origin: PAGE, token, body: LABEL })
    const others = await pair(OTHER)
    expect((await ask('GET', `/v1/jobs/${job.body.id ?? ''}`, { origin: OTHER, token: others })).status).toBe(
      404,
    )
  })

  it('lets nobody read an answer whose origin is not let in', async () => {
    const answer = await ask('GET', '/v1/printers', { origin: OTHER })
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([401, undefined])
  })

  it('takes a pairing code once, five tries and five minutes', async () => {
    const first = await code()
    const wrong = first === '000000' ? '000001' : '000000'
    for (let attempt = 0; attempt < 5; attempt++) {
      now += 10_000
      expect((await ask('POST', '/v1/pair', { origin: PAGE, body: { code: wrong } })).status).toBe(403)
    }
    now += 10_000
    expect((await ask('POST', '/v1/pair', { origin: PAGE, body: { code: first } })).status).toBe(403)
    const second = await code()
    now += 5 * 60_000
    expect((await ask('POST', '/v1/pair', { origin: PAGE, body: { code: second } })).status).toBe(403)
    const third = await code()
    expect((await ask('POST', '/v1/pair', { origin: PAGE, body: { code: third } })).status).toBe(200)
    expect((await ask('POST', '/v1/pair', { origin: OTHER, body: { code: third } })).status).toBe(403)
  })

  it('slows down whoever tries codes quickly', async () => {
    for (let attempt = 0; attempt < 5; attempt++)
      await ask('POST', '/v1/pair', { origin: PAGE, body: { code: 'abc' } })
    expect((await ask('POST', '/v1/pair', { origin: OTHER, body: { code: 'abc' } })).status).toBe(429)
  })

  it('lets so many requests of one origin through and no more', async () => {
    const token = await pair()
    const answers = await Promise.all(
      Array.from({ length: 130 }, () => ask('GET', '/v1/jobs/x', { origin: PAGE, token })),
    )
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(5)
    expect((await ask('GET', '/v1/status', { origin: OTHER })).status).toBe(200)
  })

  it.each([
    ['dots that do not fill the size', { ...LABEL, bits: 'AAAA' }, 400],
    [
      'another size than the printer’s paper',
      { ...LABEL, heightDots: 39, bits: Buffer.alloc(390).toString('base64') },
      409,
    ],
    ['an unknown printer', { ...LABEL, printerId: 'usb:none' }, 409],
    ['a hundred copies', { ...LABEL, copies: 100 }, 400],
    ['no JSON', '{', 400],
    ['four megabytes', { ...LABEL, bits: 'A'.repeat(4_000_000) }, 413],
  ])('refuses %s', async (_words, body, status) => {
    await gateway.handlers.setConfirmEach({ confirmEach: false })
    expect((await ask('POST', '/v1/jobs', { origin: PAGE, token: await pair(), body })).status).toBe(status)
    expect(printed).toEqual([])
  })

  it('answers the preflight of local network access for pages let in, and for pairing while a code is shown', async () => {
    const headers = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
      'access-control-request-private-network': 'true',
    }
    expect((await ask('OPTIONS', '/v1/pair', { origin: PAGE, headers })).status).toBe(403)
    await code()
    const pairing = await ask('OPTIONS', '/v1/pair', { origin: PAGE, headers })
    expect([pairing.status, pairing.headers['access-control-allow-private-network']]).toEqual([204, 'true'])
    expect((await ask('OPTIONS', '/v1/jobs', { origin: PAGE, headers })).status).toBe(403)
    await pair()
    const jobs = await ask('OPTIONS', '/v1/jobs', { origin: PAGE, headers })
    expect(jobs.headers).toMatchObject({
      'access-control-allow-origin': PAGE,
      'access-control-allow-headers': 'authorization, content-type',
    })
    expect((await ask('OPTIONS', '/v1/jobs', { origin: OTHER, headers })).status).toBe(403)
  })

  it('keeps tokens as hashes only', async () => {
    const token = await pair()
    expect(createMeta(db).get('print-gateway')).not.toContain(token)
  })
})
