import { Agent, createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'

/** What befalls one request on its way. `late`: it is lost for the sender, and reaches the server behind the next request. */
export const FAULT_KINDS = [
  'drop',
  'lose-answer',
  'duplicate',
  'duplicate-at-once',
  'late',
  'delay',
  'truncate',
  'html-200',
  'error-500',
  'unavailable-503',
  'captive-portal',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface Exchange {
  method: string
  path: string
  token: string | null
  /** Unpacked. */
  request: Buffer
  status: number
  answer: Buffer
}

/** The way from one workstation to the server, request by request. */
export interface FaultProxy {
  readonly url: string
  /** One fault for each of the next requests, in order; null lets it through. */
  faults: (FaultKind | null)[]
  /** Closed: like a network that is not there. */
  open: boolean
  /** Of the server at this moment; null refuses. */
  target: () => number | null
  /** Called when a request arrives and again when its answer would go out; true breaks the connection there. */
  isBroken: (moment: 'request' | 'answer', path: string) => boolean
  /** Everything that the server answered, whether or not the answer arrived. */
  onExchange: (exchange: Exchange) => void
  /** Faults done so far, by kind. */
  readonly counts: Map<FaultKind, number>
  readonly traffic: { requests: number; bytes: number }
  /** Resolves when nothing is on its way any more, but for what is late. */
  settle(): Promise<void>
  /** What is late arrives now. */
  deliverLate(): Promise<void>
  /** What is late never arrives. */
  forgetLate(): void
  close(): Promise<void>
}

interface Parcel {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
}

const LATENESS_MS = 8

export async function startFaultProxy(): Promise<FaultProxy> {
  const connections = new Agent({ keepAlive: true })
  const late: Parcel[] = []
  const underWay = new Set<Promise<unknown>>()
  const proxy: FaultProxy = {
    url: '',
    faults: [],
    open: true,
    target: () => null,
    isBroken: () => false,
    onExchange: () => undefined,
    counts: new Map(),
    traffic: { requests: 0, bytes: 0 },
    settle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
    deliverLate: async () => {
      for (const parcel of late.splice(0)) await track(deliver(parcel))
    },
    forgetLate: () => {
      late.length = 0
    },
    close: async () => {
      connections.destroy()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work)
    const done = () => void underWay.delete(work)
    work.then(done, done)
    return work
  }
  const deliver = async (parcel: Parcel): Promise<Answer | null> => {
    const port = proxy.target()
    if (port === null) return null
    const answer = await forwardTo(port, parcel, connections)
    if (answer) {
      const token = /^Bearer (.+)$/.exec(parcel.headers.authorization ?? '')?.[1] ?? null
      proxy.onExchange({
        method: parcel.method,
        path: parcel.path,
        token,
        request: unpacked(parcel),
        status: answer.status,
        answer: unpacked(answer),
      })
    }
    return answer
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/'
    // News cost nothing but time when they are lost: the stream stays silent.
    if (path.endsWith('/events')) return
    const parcel = {
      method: request.method ?? 'GET',
      path,
      headers: request.headers,
      body: await read(request),
    }
    const isOpen = () => proxy.open
    const fault = isOpen() ? (proxy.faults.shift() ?? null) : null
    if (!isOpen() || proxy.isBroken('request', path)) {
      response.destroy()
      return
    }
    proxy.traffic.requests += 1
    proxy.traffic.bytes += parcel.body.length + request.rawHeaders.join('').length + path.length
    if (fault) proxy.counts.set(fault, (proxy.counts.get(fault) ?? 0) + 1)
    const answer = await befall(fault, parcel)
    if (!answer || proxy.isBroken('answer', path) || !isOpen()) {
      response.destroy()
      return
    }
    proxy.traffic.bytes += answer.body.length + JSON.stringify(answer.headers).length
    send(response, answer, fault === 'truncate', parcel.method)
  }

  const befall = async (fault: FaultKind | null, parcel: Parcel): Promise<Answer | null> => {
    switch (fault) {
      case 'drop':
        return null
      case 'late':
        late.push(parcel)
        return null
      case 'html-200':
        return page(200, '<html><title>Wi-Fi 登录</title></html>')
      case 'captive-portal':
        return { ...page(302, ''), headers: { location: 'http://wifi.example/login' } }
      case 'error-500':
        return page(500, 'Internal Server Error')
      case 'unavailable-503':
        return { ...page(503, ''), headers: { 'retry-after': '1' } }
      case 'duplicate-at-once':
        return (await Promise.all([track(deliver(parcel)), track(deliver(parcel))]))[0]
      case 'delay':
        await delay(LATENESS_MS)
    }
    const answer = await track(deliver(parcel))
    if (fault === 'duplicate') await track(deliver(parcel))
    for (const other of late.splice(0)) await track(deliver(other))
    return fault === 'lose-answer' ? null : answer
  }

  const server = createServer((request, response) => {
    track(serve(request, response)).catch(() => response.destroy())
  })
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Safe: a server that listens on a port has an address of this shape.
  const { port } = server.address() as AddressInfo
  return Object.assign(proxy, { url: `http://127.0.0.1:${port}` })
}

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
}

function unpacked({ headers, body }: Pick<Answer, 'headers' | 'body'>): Buffer {
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
}

function page(status: number, html: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(html) }
}

/** null where the connection broke before a whole answer was there. */
function forwardTo(port: number, parcel: Parcel, agent: Agent): Promise<Answer | null> {
  const { method, path, body } = parcel
  const headers = { ...parcel.headers }
  delete headers['transfer-encoding']
  return new Promise((resolve) => {
    const outgoing = forward(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent,
        headers: { ...headers, connection: 'keep-alive', 'content-length': body.length },
      },
      (incoming) => {
        read(incoming).then(
          (received) => {
            resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: received })
          },
          () => {
            resolve(null)
          },
        )
      },
    )
    outgoing.on('error', () => {
      resolve(null)
    })
    outgoing.end(body)
  })
}

function send(response: ServerResponse, answer: Answer, truncated: boolean, method: string): void {
  const headers = { ...answer.headers }
  delete headers['transfer-encoding']
  delete headers.connection
  const length = method === 'HEAD' ? {} : { 'content-length': answer.body.length }
  response.writeHead(answer.status, { ...headers, ...length })
  if (!truncated) {
    response.end(answer.body)
    return
  }
  response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () => response.destroy())
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  // Safe: without an encoding a message gives Buffers.
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
