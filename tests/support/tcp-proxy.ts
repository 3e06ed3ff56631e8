import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { Transform } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

/** A cable between agent and server that can be pulled: afterwards connecting is refused, as without network. */
export interface TcpProxy {
  url: string
  /** Cuts every connection and listens no more. */
  unplug(): Promise<void>
  /** Listens again on the same port. */
  plugIn(): Promise<void>
  /** Over all connections, towards the server only; null: as fast as it goes. */
  limitUp(bytesPerSecond: number | null): void
  /** Breaks every connection once this many more bytes have passed towards the server, and resolves then; new connections are taken. */
  cutAfter(bytes: number): Promise<void>
  /** Bytes passed towards the server so far. */
  sentUp(): number
  close(): Promise<void>
}

export async function startTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl)
  const sockets = new Set<Socket>()
  const breakAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const line = createLine(breakAll)
  const server = createServer((inside) => {
    const outside = connect(Number(target.port), target.hostname)
    for (const [socket, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    inside.pipe(line.up()).pipe(outside)
    outside.pipe(inside)
  })
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  await listen(0)
  // Safe: a server listening on a TCP port has an AddressInfo.
  const { port } = server.address() as AddressInfo
  const unplug = async () => {
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    breakAll()
    await closed
  }
  return {
    url: `http://127.0.0.1:${port}`,
    unplug,
    plugIn: () => listen(port),
    limitUp: line.limit,
    cutAfter: line.cutAfter,
    sentUp: line.sent,
    close: unplug,
  }
}

/** The way up that all connections share. */
function createLine(breakAll: () => void) {
  let bytesPerSecond: number | null = null
  let sent = 0
  let freeAt = 0
  let cut: { at: number; done: () => void; isDue: boolean } | null = null
  const pass = async (bytes: number) => {
    if (bytesPerSecond === null) return
    freeAt = Math.max(freeAt, performance.now()) + (bytes / bytesPerSecond) * 1000
    await delay(Math.max(0, freeAt - performance.now()))
  }
  const breakSoon = () => {
    const due = cut
    if (!due || due.isDue) return
    due.isDue = true
    // What was pushed is given time to leave.
    setTimeout(() => {
      cut = null
      breakAll()
      due.done()
    }, 20)
  }
  const up = () =>
    new Transform({
      transform(bytes: Buffer, _encoding, done) {
        const whole = cut === null || sent + bytes.length <= cut.at
        const part = whole || cut === null ? bytes : bytes.subarray(0, cut.at - sent)
        sent += part.length
        void pass(part.length).then(() => {
          this.push(part)
          done()
          if (!whole) breakSoon()
        })
      },
    })
  return {
    up,
    sent: () => sent,
    limit: (limit: number | null) => {
      bytesPerSecond = limit
    },
    cutAfter: (bytes: number) =>
      new Promise<void>((done) => {
        cut = { at: sent + bytes, done, isDue: false }
      }),
  }
}
