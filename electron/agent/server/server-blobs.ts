import type { AxiosInstance, AxiosResponse } from 'axios'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { ServerBlobPart } from '../server-api.ts'

type Reach = (request: Promise<AxiosResponse<unknown>>) => Promise<AxiosResponse<unknown>>

/** Part of a stored file; a server that knows no ranges sends the whole, which is cut here. */
export async function readBlob(
  client: AxiosInstance,
  reach: Reach,
  sha256: string,
  offset: number,
  length: number,
): Promise<ServerBlobPart | null> {
  const response = await reach(
    client.get(`/blobs/${sha256}`, {
      responseType: 'arraybuffer',
      headers: { Range: `bytes=${offset}-${offset + length - 1}` },
    }),
  )
  if (response.status === 404) return null
  if (response.status === 401) throw new FailureError('not-signed-in')
  if (response.status === 403) throw new FailureError('not-allowed')
  if (![200, 206].includes(response.status) || !Buffer.isBuffer(response.data)) {
    throw new FailureError(response.status >= 500 ? 'server-unreachable' : 'server-answer-unusable')
  }
  if (!String(response.headers['etag']).includes(sha256)) throw new FailureError('server-answer-unusable')
  const mediaType = String(response.headers['content-type'] ?? 'application/octet-stream')
  if (response.status === 200) {
    return {
      bytes: response.data.subarray(offset, offset + length),
      sizeBytes: response.data.length,
      mediaType,
    }
  }
  const total = Number(/\/(\d+)$/.exec(String(response.headers['content-range']))?.[1])
  if (!Number.isInteger(total)) throw new FailureError('server-answer-unusable')
  return { bytes: response.data, sizeBytes: total, mediaType }
}

/** Whether the server holds the file and has verified its hash. Only its own answer counts, which names the hash: a log-in page answers 200 as well. */
export async function hasBlob(client: AxiosInstance, reach: Reach, sha256: string): Promise<boolean> {
  const { status, headers } = await reach(client.head(`/blobs/${sha256}`))
  if (status === 401) throw new FailureError('not-signed-in')
  if (status >= 500 || status === 429) throw new FailureError('server-unreachable')
  if (status === 404) return false
  if (status === 200 && String(headers['etag']).includes(sha256)) return true
  throw new FailureError('server-answer-unusable')
}
