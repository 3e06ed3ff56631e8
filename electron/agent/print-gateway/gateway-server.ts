/**
 * The door for web pages: HTTP on 127.0.0.1 only. Any page and any program on this computer can knock, so every request is asked for the right Host, every one
 * that learns or does something for an origin a person has let in and for that origin's token. Chrome asks the user before a page may reach this computer (Local
 * Network Access) and may send a preflight, which is answered for origins let in, and for any while a pairing code is shown.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { PageLabel, PairRequest, type GatewayError } from '../../../domain/print-gateway/gateway-messages.ts'
import type { PageJob, PagePrinter } from '../../../domain/print-gateway/gateway-messages.ts'
import { GATEWAY_CLIENT } from './gateway-client.ts'
import {
  bearerTokenOf,
  NO_ORIGIN,
  NOT_FOUND,
  NOT_PAIRED,
  originOf,
  refuseForeignHost,
  TOO_LARGE,
  TOO_MANY,
  TOO_MANY_WAIT,
  WRONG_CODE,
  type GatewayRefusal,
} from './gateway-checks.ts'
import { GATEWAY_EXAMPLE } from './gateway-example.ts'
import { createRequestRate } from './request-rate.ts'

/** What the server is given of the product; it decides nothing itself. */
export interface GatewayBackend {
  isPaired(origin: string): boolean
  isTokenOf(origin: string, token: string): boolean
  isPairing(): boolean
  /** The token for this origin, or null for a wrong code. */
  pair(origin: string, code: string): string | null
  printers(): Promise<PagePrinter[]>
  /** A job, why it cannot be one (Chinese), or null when too many wait. */
  submit(origin: string, label: PageLabel): Promise<PageJob | { problem: string } | null>
  find(origin: string, id: string): PageJob | null
}

export interface GatewayServer {
  readonly port: number
  close(): Promise<void>
}

const BODY_BYTES_MAX = 3 * 1024 * 1024
const MOST_CONNECTIONS = 64
const PREFLIGHT_HOLDS_S = 600
const VERSION = 'v1'

/** Rejects with the system's error where the port is taken. */
export async function startGatewayServer(
  port: number,
  backend: GatewayBackend,
  options: { nowMs: () => number; onError: (error: unknown) => void },
): Promise<GatewayServer> {
  const mayKnock = createRequestRate({ burst: 120, perSecond: 20 }, options.nowMs)
  const mayPair = createRequestRate({ burst: 5, perSecond: 0.2 }, options.nowMs)
  const answer = createAnswer({ port, backend, mayKnock, mayPair })
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      options.onError(error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  })
  server.maxConnections = MOST_CONNECTIONS
  server.requestTimeout = 15_000
  server.headersTimeout = 5000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

interface Door {
  readonly port: number
  readonly backend: GatewayBackend
  readonly mayKnock: (key: string) => boolean
  readonly mayPair: (key: string) => boolean
}

function createAnswer({ port, backend, mayKnock, mayPair }: Door) {
  const files: Readonly<Record<string, { type: string; text: string; isForAll: boolean }>> = {
    '/client.js': { type: 'text/javascript', text: GATEWAY_CLIENT, isForAll: true },
    '/example': { type: 'text/html', text: GATEWAY_EXAMPLE, isForAll: false },
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const foreign = refuseForeignHost(request, port)
    if (foreign) return refuse(response, foreign)
    const { pathname } = new URL(request.url ?? '/', `http://127.0.0.1:${port}`)
    const origin = originOf(request)
    if (request.method === 'OPTIONS') return preflight(request, response, origin, pathname)
    if (!mayKnock(origin ?? '')) return refuse(response, TOO_MANY, origin)
    const file = Object.hasOwn(files, pathname) ? files[pathname] : undefined
    if (file && request.method === 'GET') return sendFile(response, file)
    if (pathname === `/${VERSION}/status` && request.method === 'GET') {
      // A plain request without preflight: it is what a page calls to bring up the browser's own question.
      const isPaired = origin !== null && backend.isPaired(origin)
      return send(response, 200, { service: 'fire-service-client', version: VERSION, isPaired }, origin)
    }
    if (origin === null) return refuse(response, NO_ORIGIN)
    if (pathname === `/${VERSION}/pair` && request.method === 'POST') return pair(request, response, origin)
    if (!backend.isTokenOf(origin, bearerTokenOf(request)))
      return refuse(response, NOT_PAIRED, allowed(origin))
    return serve(request, response, origin, pathname)
  }

  /** Only who was let in may read what is answered; during pairing everybody may, to be told that the code was wrong. */
  function allowed(origin: string): string | null {
    return backend.isPaired(origin) || backend.isPairing() ? origin : null
  }

  function preflight(
    request: IncomingMessage,
    response: ServerResponse,
    origin: string | null,
    pathname: string,
  ): Promise<void> {
    const isOpen =
      origin !== null && (backend.isPaired(origin) || (backend.isPairing() && pathname.endsWith('/pair')))
    if (!isOpen) return refuse(response, origin === null ? NO_ORIGIN : { ...NOT_PAIRED, status: 403 })
    response.writeHead(204, {
      ...corsHeaders(origin),
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-max-age': String(PREFLIGHT_HOLDS_S),
      // Private Network Access, and the name it had in the first draft of Local Network Access.
      ...(request.headers['access-control-request-private-network'] === 'true'
        ? { 'access-control-allow-private-network': 'true' }
        : {}),
      ...(request.headers['access-control-request-local-network'] === 'true'
        ? { 'access-control-allow-local-network': 'true' }
        : {}),
    })
    response.end()
    return Promise.resolve()
  }

  async function pair(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void> {
    if (!mayPair('pair')) return refuse(response, TOO_MANY, allowed(origin))
    const body = await readJson(request)
    if (body === 'too-large') return refuse(response, TOO_LARGE, allowed(origin))
    const asked = PairRequest.safeParse(body)
    const wasPairing = allowed(origin)
    const token = asked.success ? backend.pair(origin, asked.data.code) : null
    if (token === null) return refuse(response, WRONG_CODE, wasPairing)
    return send(response, 200, { token }, origin)
  }

  async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    origin: string,
    pathname: string,
  ): Promise<void> {
    const [, version, collection, id, ...more] = pathname.split('/')
    const isGet = request.method === 'GET'
    if (version !== VERSION || more.length > 0) return refuse(response, NOT_FOUND, origin)
    if (collection === 'printers' && id === undefined && isGet)
      return send(response, 200, await backend.printers(), origin)
    if (collection === 'jobs' && id !== undefined && isGet) {
      const job = backend.find(origin, id)
      return job ? send(response, 200, job, origin) : refuse(response, NOT_FOUND, origin)
    }
    if (collection !== 'jobs' || id !== undefined || request.method !== 'POST')
      return refuse(response, NOT_FOUND, origin)
    return take(request, response, origin)
  }

  async function take(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void> {
    if (request.headers['content-type']?.split(';')[0] !== 'application/json')
      return refuse(response, { status: 415, code: 'not-json', message: '请求应为 JSON' }, origin)
    const body = await readJson(request)
    if (body === 'too-large') return refuse(response, TOO_LARGE, origin)
    const label = PageLabel.safeParse(body)
    if (!label.success) {
      const where = label.error.issues[0]?.path.join('.') ?? ''
      return refuse(response, { status: 400, code: 'invalid', message: `标签数据不正确：${where}` }, origin)
    }
    const job = await backend.submit(origin, label.data)
    if (job === null) return refuse(response, TOO_MANY_WAIT, origin)
    if ('problem' in job)
      return refuse(response, { status: 409, code: 'not-printable', message: job.problem }, origin)
    return send(response, 202, job, origin)
  }
}

function corsHeaders(origin: string | null): Record<string, string> {
  return origin === null ? {} : { 'access-control-allow-origin': origin, vary: 'Origin' }
}

function refuse(
  response: ServerResponse,
  refusal: GatewayRefusal,
  readableBy: string | null = null,
): Promise<void> {
  const { status, code, message } = refusal
  // What was not read of a body must not be taken for the next request.
  if (status === 413) response.setHeader('connection', 'close')
  const body: GatewayError = { error: { code, message } }
  return send(response, status, body, readableBy)
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  readableBy: string | null,
): Promise<void> {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    ...corsHeaders(readableBy),
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(text)
  return Promise.resolve()
}

function sendFile(
  response: ServerResponse,
  file: { type: string; text: string; isForAll: boolean },
): Promise<void> {
  response.writeHead(200, {
    'content-type': `${file.type}; charset=utf-8`,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    // Scripts of other origins load as modules only when they may read them; the example belongs to this origin alone.
    ...(file.isForAll
      ? { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }
      : {
          'content-security-policy':
            "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'",
        }),
  })
  response.end(file.text)
  return Promise.resolve()
}

/** What the body says; `undefined` for what is no JSON. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) return 'too-large'
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    // Safe: no encoding was set on the request, so its chunks are buffers.
    const buffer = chunk as Buffer
    bytes += buffer.length
    if (bytes > BODY_BYTES_MAX) return 'too-large'
    chunks.push(buffer)
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return value
  } catch {
    // No JSON fits no schema: the caller is told so by the schema's check.
    return undefined
  }
}
