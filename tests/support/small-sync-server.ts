import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import type { Fields } from '../../domain/sync/merge.ts'
import { merge3 } from '../../domain/sync/merge.ts'
import {
  type Mutation,
  type MutationResult,
  PushRequest,
  type RecordChange,
} from '../../domain/sync/sync-contract.ts'

/** What goes wrong with the next request: each entry is used once, in order. */
export type Fault = 'refuse' | 'lose-answer' | 'log-in-page' | 'server-error' | 'signed-out' | 'redirect'

/** A server of the sync contract in a hundred lines, for faults that the true one cannot be made to have. Not the product's rules. */
export interface SmallSyncServer {
  url: string
  faults: Fault[]
  /** Every mutation applied, in order; a second application would show here. */
  applied: Mutation[]
  requests: string[]
  /** Under whose token each push came. */
  authorised: { token: string; clientId: string }[]
  epoch: string
  /** Answers why a mutation is rejected, or null. */
  rejects: (mutation: Mutation) => string | null
  /** A change made by another workstation. */
  put(id: string, changes: Fields): void
  /** Tells every listening workstation that there is news. */
  tellNews(): void
  /** Goes back to the state of a backup: everything after `seq` of every client is forgotten. */
  restoreTo(seq: number): void
}

interface Stored {
  rev: number
  body: Fields
}

export async function startSmallSyncServer(): Promise<SmallSyncServer> {
  const results = new Map<string, Map<number, MutationResult>>()
  const records = new Map<string, Stored>()
  let feed: RecordChange[] = []
  const listeners: ServerResponse[] = []
  const server: SmallSyncServer = {
    url: '',
    faults: [],
    applied: [],
    requests: [],
    authorised: [],
    epoch: 'epoch-1',
    rejects: () => null,
    put: (id, changes) => void store(id, { ...records.get(id)?.body, ...changes }),
    tellNews: () => {
      for (const listener of listeners) listener.write(`data: {"head":${String(feed.length)}}\n\n`)
    },
    restoreTo: (seq) => {
      server.epoch = `epoch-${String(Number(server.epoch.slice('epoch-'.length)) + 1)}`
      server.applied = server.applied.filter((mutation) => mutation.seq <= seq)
      for (const own of results.values()) for (const key of own.keys()) if (key > seq) own.delete(key)
      records.clear()
      feed = []
      for (const mutation of server.applied) apply(mutation)
    },
  }
  const store = (id: string, body: Fields) => {
    const rev = (records.get(id)?.rev ?? 0) + 1
    records.set(id, { rev, body })
    feed.push({ type: 'operator', id, rev, changeSeq: feed.length + 1, body })
    return rev
  }
  const apply = ({ seq, recordId, set, base }: Mutation): MutationResult => {
    const current = records.get(recordId)?.body
    if (!current) {
      const defaults = { sex: '男', listedElsewhere: false, removedAt: null }
      return { seq, status: 'applied', rev: store(recordId, { ...defaults, ...set }) }
    }
    const { merged, conflicts } = merge3({ ...current, ...base }, { ...current, ...set }, current)
    const status = conflicts.length > 0 ? 'conflict' : 'merged'
    return { seq, status, rev: store(recordId, merged), conflicts }
  }
  const push = (request: PushRequest, token: string): [number, unknown] => {
    server.authorised.push({ token, clientId: request.clientId })
    const own = results.get(request.clientId) ?? new Map<number, MutationResult>()
    results.set(request.clientId, own)
    const lastSeq = Math.max(0, ...own.keys())
    if (request.epoch !== null && request.epoch !== server.epoch) {
      return [409, { refusal: 'epoch', epoch: server.epoch, expected: lastSeq + 1 }]
    }
    const first = request.mutations[0]?.seq ?? 0
    if (first > lastSeq + 1) return [409, { refusal: 'gap', expected: lastSeq + 1 }]
    const answers = request.mutations.map((mutation) => {
      const known = own.get(mutation.seq)
      if (known) return known
      const message = server.rejects(mutation)
      if (message === null) server.applied.push(mutation)
      const rejected: MutationResult = {
        seq: mutation.seq,
        status: 'rejected',
        rev: 0,
        message: message ?? '',
      }
      const result = message === null ? apply(mutation) : rejected
      own.set(mutation.seq, result)
      return result
    })
    return [200, { epoch: server.epoch, lastSeq: Math.max(0, ...own.keys()), results: answers }]
  }
  const pull = (url: URL): [number, unknown] => {
    const cursor = Number(url.searchParams.get('cursor'))
    const limit = Number(url.searchParams.get('limit'))
    const changes = feed.filter(({ changeSeq }) => changeSeq > cursor).slice(0, limit)
    const last = changes.at(-1)?.changeSeq ?? cursor
    return [200, { epoch: server.epoch, cursor: last, more: last < feed.length, changes }]
  }
  const http = createServer((request, response) => {
    void answer(request, response)
  })
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const text = await bodyOf(request)
    const url = new URL(request.url ?? '/', 'http://localhost')
    server.requests.push(`${request.method ?? ''} ${url.pathname}`)
    if (url.pathname === '/sync/1/events') {
      listeners.push(response)
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n')
      return
    }
    const fault = server.faults.shift()
    if (fault && fault !== 'lose-answer') {
      spoil(fault, response)
      return
    }
    const [status, body] =
      url.pathname === '/sync/1/push'
        ? push(PushRequest.parse(JSON.parse(text)), request.headers.authorization ?? '')
        : pull(url)
    if (fault === 'lose-answer') response.destroy()
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        http.closeAllConnections()
        http.close(() => {
          resolve()
        })
      }),
  )
  // Safe: a server listening on a TCP port has an AddressInfo.
  server.url = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`
  return server
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  // Safe: without an encoding a request gives Buffers.
  for await (const part of request) parts.push(part as Buffer)
  const body = Buffer.concat(parts)
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString()
}

function spoil(fault: Exclude<Fault, 'lose-answer'>, response: ServerResponse): void {
  switch (fault) {
    case 'refuse':
      response.destroy()
      return
    case 'log-in-page':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Wi-Fi 登录</title></html>')
      return
    case 'redirect':
      response.writeHead(302, { location: 'http://wifi.example/login' }).end()
      return
    case 'server-error':
      response
        .writeHead(503, { 'content-type': 'application/json' })
        .end('{"ok":false,"failure":{"code":"internal"}}')
      return
    case 'signed-out':
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"ok":false,"failure":{"code":"not-signed-in"}}')
  }
}
