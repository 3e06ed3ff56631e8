import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHttpSmsProvider } from '../../../server/accounts/http-sms-provider.ts'

const MESSAGE = { mobile: '13900000001', purpose: 'register', code: '123456', validMinutes: 5 } as const

async function startGateway(status: number | 'silent') {
  const received: { body: string; headers: IncomingHttpHeaders }[] = []
  const gateway = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      received.push({ body, headers: request.headers })
      if (status !== 'silent') response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  onTestFinished(() => {
    gateway.closeAllConnections()
    gateway.close()
  })
  // Safe: a server that listens on a port has an address of this shape.
  return { received, url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send` }
}

describe('createHttpSmsProvider', () => {
  it('sends the message once, signed over time and body', async () => {
    const { received, url } = await startGateway(202)
    expect(await createHttpSmsProvider({ url, secret: 'secret' }).send(MESSAGE)).toBe('sent')
    const [{ body, headers }] = received as [(typeof received)[number]]
    expect(JSON.parse(body)).toEqual({
      mobile: '13900000001',
      template: 'register',
      parameters: { code: '123456', minutes: 5 },
    })
    const expected = createHmac('sha256', 'secret')
      .update(`${String(headers['x-timestamp'])}.${body}`)
      .digest('hex')
    expect(headers['x-signature']).toBe(expected)
    expect(received).toHaveLength(1)
  })

  it.each([500, 302, 'silent'] as const)(
    'says that nothing was sent when the gateway answers %s',
    async (status) => {
      const { received, url } = await startGateway(status)
      expect(await createHttpSmsProvider({ url, secret: 'secret', timeoutMs: 300 }).send(MESSAGE)).toBe(
        'not-sent',
      )
      expect(received).toHaveLength(1)
    },
  )

  it('says that nothing was sent when nobody listens, and refuses an address that is not https', async () => {
    expect(await createHttpSmsProvider({ url: 'http://127.0.0.1:1/', secret: 'secret' }).send(MESSAGE)).toBe(
      'not-sent',
    )
    expect(() => createHttpSmsProvider({ url: 'http://sms.example/', secret: 'secret' })).toThrow('https')
  })
})
