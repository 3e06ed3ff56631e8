import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RunningServer } from '../running-server.ts'

/** Stands before the true server; while `ailing` is set it answers 500 itself, as a server does whose database is gone. */
export interface AilingServer extends RunningServer {
  ailing: boolean
  close(): Promise<void>
}

export async function startAilingServer(server: RunningServer): Promise<AilingServer> {
  const http = createServer((request, response) => {
    if (ailing.ailing) {
      response.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error')
      return
    }
    const onward = forward(
      new URL(request.url ?? '/', server.url),
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  // Safe: a server listening on a TCP port has an AddressInfo.
  const { port } = http.address() as AddressInfo
  const ailing: AilingServer = {
    ...server,
    url: `http://127.0.0.1:${port}`,
    ailing: false,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  return ailing
}
