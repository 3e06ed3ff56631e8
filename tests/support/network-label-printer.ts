import { createServer, type AddressInfo, type Socket } from 'node:net'

type Fault = { kind: 'reset' | 'end' | 'stall'; afterBytes: number }

/** A printer on the loopback network that behaves, or fails, as told. */
export interface NetworkLabelPrinter {
  readonly port: number
  /** Every byte it has read since the start. */
  received(): Buffer
  /** How many connections it has had. */
  connections(): number
  /** What it answers to `<ESC>!?`, `~HQES` and `~HI`; null keeps silent. */
  answers: { status: number | null; errors: string | null; identification: string | null }
  /** Comes about once, when so many bytes of the present connection were read. */
  fail(fault: Fault): void
  /** Reads on after a stall. */
  recover(): void
  /** Takes one connection only and refuses the others while it lasts. */
  serveOne(): void
  switchOff(): Promise<void>
  switchOn(): Promise<void>
}

const ZPL_READY =
  '\x02\r\n\r\nPRINTER STATUS\r\nERRORS:         0 00000000 00000000\r\nWARNINGS:       0 00000000 00000000\r\n\x03'

/** Speaks TSPL (answers `<ESC>!?` with one byte) or ZPL, or nothing at all. */
export async function startNetworkLabelPrinter(
  language: 'tspl' | 'zpl' | null = 'tspl',
): Promise<NetworkLabelPrinter> {
  const answers: NetworkLabelPrinter['answers'] = {
    status: language === 'tspl' ? 0 : null,
    errors: language === 'zpl' ? ZPL_READY : null,
    identification: language === 'zpl' ? '\x02ZD621-300dpi,V93.21.17Z,12,8176KB,X\x03' : null,
  }
  const sockets = new Set<Socket>()
  let all: Buffer = Buffer.alloc(0)
  let connections = 0
  let fault: Fault | null = null
  let onlyOne = false
  /** A printer that stands still reads from nobody: what another connection brings waits until it has read the first one's rest. */
  let stalled: Socket | null = null
  let port = 0

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: false }, (socket) => {
    connections += 1
    sockets.add(socket)
    if (onlyOne) server.close()
    if (stalled) socket.pause()
    let read = 0
    let tail = ''
    socket.on('data', (arrived) => {
      const room = fault ? Math.max(0, fault.afterBytes - read) : arrived.length
      const bytes = arrived.subarray(0, room)
      all = Buffer.concat([all, bytes])
      read += bytes.length
      const text = tail + bytes.toString('latin1')
      for (const [question, answer] of questions()) {
        for (let at = text.indexOf(question); at >= 0; at = text.indexOf(question, at + 1)) {
          if (at + question.length > tail.length && answer !== null) socket.write(answer)
        }
      }
      tail = text.slice(-5)
      if (fault && read >= fault.afterBytes) comeAbout(socket, fault, arrived.subarray(room))
    })
    socket.on('end', () => socket.end())
    // The client's way of giving up is no trouble of the printer's.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      if (onlyOne && !server.listening) server.listen(port, '127.0.0.1')
    })
  })
  const questions = () =>
    [
      ['\x1b!?', answers.status === null ? null : Buffer.of(answers.status)],
      ['~HQES', answers.errors],
      ['~HI', answers.identification],
    ] as const
  const comeAbout = (socket: Socket, { kind }: Fault, unread: Buffer) => {
    if (kind === 'stall') {
      stalled = socket
      socket.pause()
      socket.unshift(unread)
      return
    }
    fault = null
    // What was cut off is cut off whole: later pieces of it are nobody's.
    socket.removeAllListeners('data').resume()
    if (kind === 'reset') socket.resetAndDestroy()
    else socket.end()
  }
  const switchOn = () =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        // Safe: a server that listens on TCP has an address of this kind.
        port = (server.address() as AddressInfo).port
        resolve()
      })
    })
  await switchOn()

  return {
    get port() {
      return port
    },
    answers,
    received: () => all,
    connections: () => connections,
    fail: (next) => {
      fault = next
    },
    recover: () => {
      fault = null
      const first = stalled
      stalled = null
      first?.resume()
      // What was read of the first connection is passed on before the others' bytes are.
      setImmediate(() => {
        for (const socket of sockets) socket.resume()
      })
    },
    serveOne: () => {
      onlyOne = true
    },
    switchOn,
    switchOff: () => {
      onlyOne = false
      stalled = null
      for (const socket of sockets) socket.resetAndDestroy()
      return new Promise((resolve) => {
        if (server.listening)
          server.close(() => {
            resolve()
          })
        else resolve()
      })
    },
  }
}
