import { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import type { AxiosInstance } from 'axios'
import { FailureError } from '../../../domain/contracts/failure.ts'

/** Reads server-sent events until the connection ends. A lost event costs the reader nothing but time. */
export async function listen(
  client: AxiosInstance,
  path: string,
  onEvent: (data: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const response = await client.get<unknown>(path, {
    responseType: 'stream',
    timeout: 0,
    signal,
    headers: { Accept: 'text/event-stream' },
  })
  if (!(response.data instanceof Readable)) throw new FailureError('server-answer-unusable')
  const isStream = String(response.headers['content-type']).startsWith('text/event-stream')
  if (response.status !== 200 || !isStream) {
    response.data.destroy()
    throw new FailureError('server-answer-unusable')
  }
  const lines = createInterface({ input: response.data, signal })
  for await (const line of lines) {
    if (line.startsWith('data:')) onEvent(line.slice('data:'.length).trim())
  }
}
