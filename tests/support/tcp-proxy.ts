import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A cable between agent and server that can be pulled: afterwards connecting is refused, as without network. */
export interface TcpProxy {
  url: string
  /** Cuts every connection and listens no more. */
  unplug(): Promise<void>
  /** Listens again on the same port. */
  plugIn(): Promise<void>
  close(): Promise<void>
}

export async function startTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl)
  const sockets = new Set<Socket>()
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
      socket.pipe(other)
    }
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
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { url: `http://127.0.0.1:${port}`, unplug, plugIn: () => listen(port), close: unplug }
}
