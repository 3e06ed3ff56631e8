import type { ServerHttp } from '../server-api.ts'

/** Hears from the server that there is news. Where the connection ends it stays silent until `listen` is called again: the clock covers the time between. */
export interface NewsListener {
  /** Does nothing while already listening. */
  listen(): void
  stop(): void
}

export function createNewsListener(http: ServerHttp, onNews: () => void): NewsListener {
  let listening: AbortController | null = null
  const stop = () => {
    listening?.abort()
    listening = null
  }
  return {
    listen: () => {
      if (listening) return
      const own = new AbortController()
      listening = own
      const ended = () => {
        if (listening === own) listening = null
      }
      void http.listen('/sync/1/events', onNews, own.signal).then(ended, ended)
    },
    stop,
  }
}
