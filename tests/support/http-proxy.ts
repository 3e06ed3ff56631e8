import { createServer, request as sendOn, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

/** A forward proxy as offices have them: whole addresses for http, CONNECT for https, and a name and password where asked for. */
export interface HttpProxy {
  host: string
  port: number
  url: string
  /** `GET host:port` and `CONNECT host:port`, in order. */
  readonly passed: string[]
  close(): Promise<void>
}

export async function startHttpProxy(
  credentials: { user: string; password: string } | null = null,
): Promise<HttpProxy> {
  const passed: string[] = []
  const sockets = new Set<Socket>()
  const wanted =
    credentials && `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`
  const mayPass = ({ headers }: IncomingMessage) =>
    wanted === null || headers['proxy-authorization'] === wanted
  const server = createServer((incoming, outgoing) => {
    if (!mayPass(incoming)) {
      outgoing.writeHead(407, { 'proxy-authenticate': 'Basic realm="office"' }).end('who are you?')
      return
    }
    const target = new URL(incoming.url ?? '')
    passed.push(`${incoming.method ?? ''} ${target.host}`)
    const headers = { ...incoming.headers }
    delete headers['proxy-authorization']
    delete headers['proxy-connection']
    const onward = sendOn(target, { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.writeHead(502).end())
    incoming.pipe(onward)
  })
  server.on('connect', (request: IncomingMessage, inside: Socket) => {
    if (!mayPass(request)) {
      inside.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      return
    }
    passed.push(`CONNECT ${request.url ?? ''}`)
    const [host, port] = (request.url ?? '').split(':')
    const outside = connect(Number(port), host ?? '', () => {
      inside.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      outside.pipe(inside)
      inside.pipe(outside)
    })
    outside.on('error', () => inside.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
    inside.on('error', () => outside.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Safe: a server listening on a TCP port has an AddressInfo.
  const { port } = server.address() as AddressInfo
  return {
    host: '127.0.0.1',
    port,
    url: `http://127.0.0.1:${port}`,
    passed,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
