/**
 * The agent's door for the browser shell: the renderer's files and the agent itself on 127.0.0.1, one origin for both.
 * Other programs and pages on the same computer can reach this port, therefore Host, Origin and a token of this launch are asked for.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Call } from '../../domain/contracts/contract.ts'
import { PAGE_HEADERS } from '../agent/hosting/page-headers.ts'
import { readPageFile } from '../agent/hosting/page-files.ts'
import { refuseForeignHost, refuseForeignOrigin, refuseWithoutToken } from './request-checks.ts'

/** What is served: any agent that can be called and listened to. */
export interface ServedAgent {
  call: Call
  on(listener: (name: string, event: unknown) => void): () => void
}

export interface AgentServer {
  /** The address to open; the token stands behind `#token=`, which browsers never send to anybody. */
  url: string
  origin: string
  token: string
  close(): Promise<void>
}

export interface AgentServerOptions {
  agent: ServedAgent
  rendererDirectory: string
  /** 0 lets the system choose. Rejects with EADDRINUSE where somebody else listens there. */
  port: number
  onError(error: unknown): void
}

/** An import of 5,000 rows is one call, and its draft another. */
const BODY_BYTES_MAX = 8 * 1024 * 1024
const AGENT_PATH = '/agent/'

export async function serveAgent(options: AgentServerOptions): Promise<AgentServer> {
  const token = randomBytes(32).toString('base64url')
  const streams = new Set<ServerResponse>()
  let origin = ''

  const unsubscribe = options.agent.on((name, event) => {
    const line = `${JSON.stringify({ name, event })}\n`
    for (const stream of streams) stream.write(line)
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const foreign = refuseForeignHost(request, origin)
    if (foreign) return end(response, foreign.status, foreign.reason)
    const { pathname } = new URL(request.url ?? '/', origin)
    if (!pathname.startsWith(AGENT_PATH)) return answerFile(pathname, request, response)
    const refusal = refuseForeignOrigin(request, origin) ?? refuseWithoutToken(request, token)
    if (refusal) return end(response, refusal.status, refusal.reason)
    if (pathname === `${AGENT_PATH}events`) return openStream(response)
    if (request.method !== 'POST') return end(response, 405, 'POST only')
    return answerCall(pathname.slice(AGENT_PATH.length), request, response)
  }

  async function answerCall(
    method: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await readBody(request)
    if (body === null) {
      response.setHeader('connection', 'close')
      return end(response, 413, 'body too large')
    }
    const input = parseJson(body)
    if (!input) return end(response, 400, 'body is not JSON')
    sendJson(response, await options.agent.call(method, input.value))
  }

  async function answerFile(
    pathname: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'GET only')
    const file = await readPageFile(options.rendererDirectory, pathname)
    if (!file) return end(response, 404, 'not found')
    const cacheControl = pathname.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache'
    response.writeHead(200, {
      ...PAGE_HEADERS,
      'content-type': file.mediaType,
      'content-length': file.bytes.length,
      'cache-control': cacheControl,
    })
    response.end(request.method === 'HEAD' ? undefined : file.bytes)
  }

  function openStream(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
    // An empty line at once, so that the reader knows the stream is open.
    response.write('\n')
    streams.add(response)
    response.on('close', () => streams.delete(response))
    return Promise.resolve()
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      options.onError(error)
      if (response.headersSent) response.destroy()
      else void end(response, 500, 'internal')
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  // Safe: a server listening on a TCP port has an AddressInfo.
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: `${origin}/#token=${token}`,
    origin,
    token,
    close: async () => {
      unsubscribe()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

/** null when more came than is allowed; the rest is not read. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) return null
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    // Safe: no encoding was set on the request, so its chunks are buffers.
    const buffer = chunk as Buffer
    bytes += buffer.length
    if (bytes > BODY_BYTES_MAX) return null
    chunks.push(buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** An empty body is a call without input. */
function parseJson(body: string): { value: unknown } | null {
  try {
    return { value: body === '' ? undefined : JSON.parse(body) }
  } catch {
    // The caller is told that it was no JSON; the parser's words would quote the body.
    return null
  }
}

function sendJson(response: ServerResponse, value: unknown): void {
  const text = JSON.stringify(value)
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(text)
}

function end(response: ServerResponse, status: number, reason: string): Promise<void> {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  })
  response.end(`${reason}\n`)
  return Promise.resolve()
}
