import { SYNC_PATHS } from '../../../domain/sync/sync-contract.ts'
import type { ServerHttp } from '../server-api.ts'

/** A server that closes the connection at once is asked again no more often than this. */
const LISTEN_EVERY_MS = 5000

/** Hears from the server that there is news, and that the connection has ended: then it is worth looking at once whether the server still answers. */
export interface NewsListener {
  /** Does nothing while already listening. */
  listen(): void
  stop(): void
}

export function createNewsListener(
  http: ServerHttp,
  on: { news: () => void; ended: () => void },
  listenEveryMs: number = LISTEN_EVERY_MS,
): NewsListener {
  let listening: AbortController | null = null
  let waiting: NodeJS.Timeout | null = null
  let lastStart = -Infinity
  const start = () => {
    waiting = null
    lastStart = performance.now()
    const own = new AbortController()
    listening = own
    const ended = () => {
      if (listening !== own) return
      listening = null
      on.ended()
    }
    void http.listen(SYNC_PATHS.events, on.news, own.signal).then(ended, ended)
  }
  return {
    listen: () => {
      if (listening ?? waiting) return
      const delayMs = lastStart + listenEveryMs - performance.now()
      if (delayMs <= 0) start()
      else waiting = setTimeout(start, delayMs)
    },
    stop: () => {
      if (waiting) clearTimeout(waiting)
      waiting = null
      listening?.abort()
      listening = null
    },
  }
}
