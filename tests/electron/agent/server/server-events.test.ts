import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import axios from 'axios'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { listen } from '../../../../electron/agent/server/server-events.ts'

async function eventServer(contentType = 'text/event-stream') {
  const streams: ServerResponse[] = []
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': contentType })
    response.write(': hello\n\n')
    streams.push(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // Safe: a server listening on a TCP port has an AddressInfo.
  const { port } = server.address() as AddressInfo
  const client = axios.create({ baseURL: `http://127.0.0.1:${port}` })
  const stop = new AbortController()
  onTestFinished(() => {
    stop.abort()
  })
  const heard: string[] = []
  const listening = (silenceMaxMs?: number) =>
    listen(client, '/events', (data) => heard.push(data), stop.signal, silenceMaxMs).then(
      () => 'ended',
      () => 'ended',
    )
  return { streams, heard, listening, stop }
}

describe('listening to server-sent events', () => {
  it('hears each event', async () => {
    const { streams, heard, listening } = await eventServer()
    void listening()
    await vi.waitFor(() => {
      expect(streams).toHaveLength(1)
    })
    streams[0]?.write('data: {"head": 1}\n\n')
    streams[0]?.write('data: {"head": 2}\n\n')
    await vi.waitFor(() => {
      expect(heard).toEqual(['{"head": 1}', '{"head": 2}'])
    })
  })

  it.each([
    ['closes the connection', (stream: ServerResponse) => stream.end()],
    ['dies', (stream: ServerResponse) => stream.destroy()],
  ])('ends when the server %s', async (_how, end) => {
    const { streams, listening } = await eventServer()
    const over = listening()
    await vi.waitFor(() => {
      expect(streams).toHaveLength(1)
    })
    if (streams[0]) end(streams[0])
    expect(await over).toBe('ended')
  })

  it('ends when nothing is heard for long: a sleeping machine loses the connection without being told (I10)', async () => {
    const { listening } = await eventServer()
    expect(await listening(150)).toBe('ended')
  })

  it('stays while the server says that it is still here', async () => {
    const { streams, listening } = await eventServer()
    let isOver = false
    void listening(300).then(() => (isOver = true))
    for (let beat = 0; beat < 8; beat++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      streams[0]?.write(': still here\n\n')
    }
    expect(isOver).toBe(false)
  })

  it('ends when it is told to', async () => {
    const { streams, listening, stop } = await eventServer()
    const over = listening()
    await vi.waitFor(() => {
      expect(streams).toHaveLength(1)
    })
    stop.abort()
    expect(await over).toBe('ended')
  })

  it('takes a page of a hotel for no stream', async () => {
    const { listening } = await eventServer('text/html')
    expect(await listening()).toBe('ended')
  })
})
