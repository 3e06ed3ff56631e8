import { Readable } from 'node:stream'
import { DefaultHttpStack, DetailedError, type FileSource, Upload, type UploadOptions } from 'tus-js-client'
import { z } from 'zod'
import { Failure, FailureError } from '../../../domain/contracts/failure.ts'
import type { UploadTarget } from '../server-api.ts'
import type { KeptAttachment } from './attachment-repository.ts'
import type { UploadBandwidth } from './upload-bandwidth.ts'
import type { ChunkSize } from './upload-pace.ts'
import { PIECE_BYTES } from './vault.ts'

/** The server found other bytes than the hash promised (tus's own checksum status). */
const STATUS_CHECKSUM_MISMATCH = 460
/** A line without an answer for this long is dead, whatever the socket believes; hashing and checking 50 MB at the server takes less. */
const STILL_MS = 60_000

export interface TusUploadDeps {
  target: UploadTarget
  /** In one or more pieces, all of the length that was asked for. */
  read: (offset: number, length: number) => Promise<Buffer[]>
  bandwidth: UploadBandwidth
  chunkSize: ChunkSize
  /** Bytes handed to the network so far; after a cut it falls back to what the server has. */
  onProgress: (sentBytes: number) => void
  /** The server has taken everything up to here. */
  onTaken: (takenBytes: number) => void
  /** The upload's address at the server, to be kept for going on after a restart; null once it is worth nothing. */
  onUrl: (url: string | null) => void
  /** Throws when this upload must not go on, because somebody else has signed in. */
  mayGoOn: () => void
  signal: AbortSignal
}

/**
 * Uploads one file by tus, going on where an earlier try was cut off. Resolves when the server has taken the last byte. Fails `attachment-refused` when our
 * server itself says that it will not have the file, else like any request.
 */
export async function uploadByTus(file: KeptAttachment, deps: TusUploadDeps): Promise<void> {
  const earlier = file.tusUrl?.startsWith(`${deps.target.endpoint}/`) ? file.tusUrl : null
  if (earlier !== null) {
    try {
      // Without an endpoint the library cannot begin anew, which it would do after any hiccup of the server.
      await attempt(file, { ...deps, address: { uploadUrl: earlier } })
      return
    } catch (error) {
      if (!(error instanceof UploadGone)) throw error
      deps.onUrl(null)
    }
  }
  await attempt(file, { ...deps, address: { endpoint: deps.target.endpoint } })
}

/** The server no longer knows an upload that was to be continued: it expired, or was finished long ago. */
class UploadGone extends Error {}

interface Attempt extends TusUploadDeps {
  address: Pick<UploadOptions, 'uploadUrl' | 'endpoint'>
}

function attempt(file: KeptAttachment, deps: Attempt): Promise<void> {
  return new Promise((resolve, reject) => {
    let chunkStartedMs = 0
    const options: UploadOptions = {
      ...deps.address,
      headers: deps.target.headers,
      ...(deps.target.agent && { httpStack: new DefaultHttpStack({ agent: deps.target.agent }) }),
      uploadSize: file.sizeBytes,
      chunkSize: deps.chunkSize.bytes(),
      // Trying again is the sync loop's business.
      retryDelays: null,
      storeFingerprintForResuming: false,
      metadata: {
        sha256: file.sha256,
        sizeBytes: String(file.sizeBytes),
        mediaType: file.mediaType,
        purpose: file.purpose,
      },
      fileReader: { openFile: () => Promise.resolve(sourceOf(file.sizeBytes, deps)) },
      onBeforeRequest: () => {
        deps.mayGoOn()
        chunkStartedMs = performance.now()
        stillness.refresh()
      },
      onUploadUrlAvailable: () => {
        deps.onUrl(upload.url)
      },
      onProgress: (sentBytes) => {
        stillness.refresh()
        deps.onProgress(sentBytes)
      },
      onChunkComplete: (sentBytes, takenBytes) => {
        deps.chunkSize.sent(sentBytes, performance.now() - chunkStartedMs)
        upload.options.chunkSize = toPieceEnd(takenBytes, deps.chunkSize.bytes())
        deps.onTaken(takenBytes)
      },
      onSuccess: () => {
        end()
        resolve()
      },
      onError: (error) => {
        end()
        deps.chunkSize.cut()
        reject(errorOf(error, deps.onUrl))
      },
    }
    // The reader above supplies the bytes, so the library's own idea of a file stays empty.
    const upload = new Upload(Buffer.alloc(0), options)
    const stop = () => {
      end()
      void upload.abort()
      deps.chunkSize.cut()
      reject(new FailureError('server-unreachable'))
    }
    const stillness = setTimeout(stop, STILL_MS)
    const end = () => {
      clearTimeout(stillness)
      deps.signal.removeEventListener('abort', stop)
    }
    if (deps.signal.aborted) stop()
    else {
      deps.signal.addEventListener('abort', stop, { once: true })
      upload.start()
    }
  })
}

/** Large chunks end where a kept piece ends, so that none is deciphered twice. */
function toPieceEnd(start: number, chunkBytes: number): number {
  const over = (start + chunkBytes) % PIECE_BYTES
  return over < chunkBytes ? chunkBytes - over : chunkBytes
}

/** While one chunk travels the next is read and deciphered, in the hope that it will be as long. */
function sourceOf(sizeBytes: number, { read, bandwidth }: TusUploadDeps): FileSource {
  let ahead: { start: number; length: number; pieces: Promise<Buffer[]> } | null = null
  const readAhead = (start: number, length: number) => {
    const pieces = read(start, length)
    // Whoever needs them hears of it; where the upload ends before, nobody does.
    pieces.catch(() => undefined)
    ahead = { start, length, pieces }
  }
  return {
    size: sizeBytes,
    slice: async (start, end) => {
      const length = Math.min(end, sizeBytes) - start
      if (ahead?.start !== start || ahead.length !== length) readAhead(start, length)
      const kept = (await ahead?.pieces) ?? []
      const left = sizeBytes - start - length
      if (left > 0) readAhead(start + length, Math.min(length, left))
      // The library takes the length of what it sends from a property `size`.
      const value = Object.assign(Readable.from(portions(kept, bandwidth)), { size: length })
      return { value, done: left <= 0 }
    },
    close: () => undefined,
  }
}

async function* portions(pieces: Buffer[], bandwidth: UploadBandwidth): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    for (let offset = 0; offset < piece.length;) {
      const portion = piece.subarray(offset, offset + bandwidth.pieceBytes())
      await bandwidth.take(portion.length)
      yield portion
      offset += portion.length
    }
  }
}

const Refusal = z.object({ ok: z.literal(false), failure: Failure })

function errorOf(error: Error, onUrl: TusUploadDeps['onUrl']): Error {
  if (error instanceof FailureError) return error
  if (!(error instanceof DetailedError)) return new FailureError('server-unreachable')
  if (error.causingError instanceof FailureError) return error.causingError
  const status = error.originalResponse?.getStatus() ?? 0
  if (status === 0) return new FailureError('server-unreachable')
  if (status === 401) return new FailureError('not-signed-in')
  if ([404, 410].includes(status) && error.originalRequest.getMethod() === 'HEAD') return new UploadGone()
  if ([404, 410, STATUS_CHECKSUM_MISMATCH].includes(status)) {
    // That upload is lost; the next try begins a new one.
    onUrl(null)
    return new FailureError('server-unreachable')
  }
  if (status === 429 || status >= 500 || status === 423 || status === 409)
    return new FailureError('server-unreachable')
  return refusalOf(error.originalResponse?.getBody())
}

/** Only our own server's words refuse a file: a hotel's gateway answers 403 to everything. */
function refusalOf(body: string | undefined): FailureError {
  const refusal = Refusal.safeParse(parseJson(body ?? ''))
  if (!refusal.success) return new FailureError('server-answer-unusable')
  return new FailureError(refusal.data.failure.code, refusal.data.failure)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
