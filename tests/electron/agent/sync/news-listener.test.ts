import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { SYNC_PATHS } from '../../../../domain/sync/sync-contract.ts'
import type { ServerHttp } from '../../../../electron/agent/server-api.ts'
import { createNewsListener } from '../../../../electron/agent/sync/news-listener.ts'

/** The server's stream, in a test's hands. */
function standIn() {
  const streams: { tell: (data: string) => void; end: () => void; signal: AbortSignal }[] = []
  const listen: ServerHttp['listen'] = (path, onEvent, signal) => {
    expect(path).toBe(SYNC_PATHS.events)
    return new Promise((resolve) => {
      streams.push({ tell: onEvent, end: resolve, signal })
      signal.addEventListener('abort', () => {
        resolve()
      })
    })
  }
  const news = vi.fn()
  const ended = vi.fn()
  // Safe: a listener asks for nothing else.
  const listener = createNewsListener({ listen } as ServerHttp, { news, ended }, 400)
  onTestFinished(() => {
    listener.stop()
  })
  return { streams, news, ended, listener }
}

describe('the news listener', () => {
  it('tells each piece of news, over one connection', () => {
    const { streams, news, listener } = standIn()
    listener.listen()
    listener.listen()
    expect(streams).toHaveLength(1)
    streams[0]?.tell('{"head":1}')
    streams[0]?.tell('{"head":2}')
    expect(news).toHaveBeenCalledTimes(2)
  })

  it('tells when the connection has ended, and connects again no sooner than after a while', async () => {
    const { streams, ended, listener } = standIn()
    listener.listen()
    streams[0]?.end()
    await vi.waitFor(() => {
      expect(ended).toHaveBeenCalledOnce()
    })
    listener.listen()
    expect(streams).toHaveLength(1)
    await vi.waitFor(() => {
      expect(streams).toHaveLength(2)
    })
  })

  it('is silent once stopped', async () => {
    const { streams, ended, listener } = standIn()
    listener.listen()
    listener.stop()
    expect(streams[0]?.signal.aborted).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(ended).not.toHaveBeenCalled()
  })
})
