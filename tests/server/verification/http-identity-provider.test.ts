import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHttpIdentityProvider } from '../../../server/verification/http-identity-provider.ts'

const QUESTION = {
  name: '戴海廷',
  documentKind: 'resident-id',
  documentNumber: '11010519491231002X',
  mobile: '13800007719',
} as const

interface Asked {
  headers: IncomingHttpHeaders
  body: string
}

describe('the HTTP identity provider', () => {
  async function service(answer: (response: ServerResponse, count: number) => void) {
    const asked: Asked[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        asked.push({ headers: request.headers, body })
        answer(response, asked.length)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    // Safe: a server that listens on a port has an address of this kind.
    const { port } = server.address() as AddressInfo
    const provider = createHttpIdentityProvider({
      url: `http://127.0.0.1:${port}/check`,
      secret: 'shared secret',
      timeoutMs: 300,
      now: () => new Date('2026-11-22T02:00:00.000Z'),
    })
    return { provider, asked }
  }
  const json = (response: ServerResponse, body: unknown) => void response.end(JSON.stringify(body))

  it.each(['match', 'mismatch'] as const)('signs its question and passes %s on', async (result) => {
    const { provider, asked } = await service((response) => json(response, { result }))
    expect(await provider.check(QUESTION)).toBe(result)
    const [{ headers, body } = { headers: {}, body: '' }] = asked
    expect(JSON.parse(body)).toEqual(QUESTION)
    const signature = createHmac('sha256', 'shared secret').update(`2026-11-22T02:00:00.000Z.${body}`)
    expect(headers['x-signature']).toBe(signature.digest('hex'))
    expect(asked).toHaveLength(1)
  })

  it('asks once more under the same idempotency key after a failure', async () => {
    const { provider, asked } = await service((response, count) => {
      if (count === 1) response.writeHead(502).end()
      else json(response, { result: 'match' })
    })
    expect(await provider.check(QUESTION)).toBe('match')
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['silence', () => undefined],
    ['another page', (response: ServerResponse) => void response.end('<html>sign in</html>')],
    ['an unknown answer', (response: ServerResponse) => json(response, { result: 'maybe' })],
    ['a redirect', (response: ServerResponse) => void response.writeHead(302, { location: '/' }).end()],
  ])('is unavailable after %s', async (_what, answer) => {
    const { provider } = await service(answer)
    expect(await provider.check(QUESTION)).toBe('unavailable')
  })

  it('refuses an address that is not https', () => {
    expect(() => createHttpIdentityProvider({ url: 'http://identity.example/check', secret: 's' })).toThrow(
      /https/,
    )
  })
})
