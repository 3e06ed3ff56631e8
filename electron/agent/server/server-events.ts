import { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import type { AxiosInstance } from 'axios'
import { FailureError } from '../../../domain/contracts/failure.ts'

/** The server says that it is still here every 15 seconds; a connection that a sleeping machine or a router lost tells nobody that it ended. */
const SILENCE_MAX_MS = 60_000

/** Reads server-sent events until the connection ends or has gone silent. A lost event costs the reader nothing but time. */
export async function listen(
  client: AxiosInstance,
  path: string,
  onEvent: (data: string) => void,
  signal: AbortSignal,
  silenceMaxMs: number = SILENCE_MAX_MS,
): Promise<void> {
  const silence = new AbortController()
  const ending = AbortSignal.any([signal, silence.signal])
  const response = await client.get<unknown>(path, {
    responseType: 'stream',
    timeout: 0,
    signal: ending,
    headers: { Accept: 'text/event-stream' },
  })
  if (!(response.data instanceof Readable)) throw new FailureError('server-answer-unusable')
  const stream = response.data
  const isStream = String(response.headers['content-type']).startsWith('text/event-stream')
  if (response.status !== 200 || !isStream) {
    stream.destroy()
    throw new FailureError('server-answer-unusable')
  }
  const timer = setTimeout(() => {
    silence.abort()
  }, silenceMaxMs)
  stream.on('data', () => timer.refresh())
  try {
    for await (const line of createInterface({ input: stream, signal: ending })) {
      if (line.startsWith('data:')) onEvent(line.slice('data:'.length).trim())
    }
  } finally {
    clearTimeout(timer)
  }
}
