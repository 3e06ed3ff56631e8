import { DetailedError, type FileSource, Upload, type UploadOptions } from 'tus-js-client'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { KeptAttachment } from './attachment-repository.ts'

const CHUNK_BYTES = 1024 * 1024
/** The server found other bytes than the hash promised (tus's own checksum status). */
const STATUS_CHECKSUM_MISMATCH = 460

export interface TusUploadDeps {
  target: { endpoint: string; headers: Record<string, string> }
  read: (offset: number, length: number) => Promise<Buffer>
  onProgress: (sentBytes: number) => void
  /** The upload's address at the server, to be kept for going on after a restart; null once it is worth nothing. */
  onUrl: (url: string | null) => void
  signal: AbortSignal
}

/**
 * Uploads one file by tus, going on where an earlier try was cut off. Resolves when the server has taken the last byte. Fails `attachment-refused` when the
 * server will not have the file at all, else like any request.
 */
export function uploadByTus(file: KeptAttachment, deps: TusUploadDeps): Promise<void> {
  return new Promise((resolve, reject) => {
    const options: UploadOptions = {
      ...deps.target,
      uploadUrl: file.tusUrl,
      uploadSize: file.sizeBytes,
      chunkSize: CHUNK_BYTES,
      // Trying again is the sync loop's business.
      retryDelays: null,
      storeFingerprintForResuming: false,
      metadata: {
        sha256: file.sha256,
        sizeBytes: String(file.sizeBytes),
        mediaType: file.mediaType,
        purpose: file.purpose,
      },
      fileReader: { openFile: () => Promise.resolve(sourceOf(file.sizeBytes, deps.read)) },
      onUploadUrlAvailable: () => {
        deps.onUrl(upload.url)
      },
      onProgress: (sentBytes) => {
        deps.onProgress(sentBytes)
      },
      onSuccess: () => {
        resolve()
      },
      onError: (error) => {
        reject(failureOf(error, deps.onUrl))
      },
    }
    // The reader above supplies the bytes, so the library's own idea of a file stays empty.
    const upload = new Upload(Buffer.alloc(0), options)
    const stop = () => {
      void upload.abort()
      reject(new FailureError('server-unreachable'))
    }
    if (deps.signal.aborted) stop()
    else {
      deps.signal.addEventListener('abort', stop, { once: true })
      upload.start()
    }
  })
}

function sourceOf(sizeBytes: number, read: TusUploadDeps['read']): FileSource {
  return {
    size: sizeBytes,
    slice: async (start, end) => {
      const bytes = await read(start, Math.min(end, sizeBytes) - start)
      // The library takes the length of what it sends from a property `size`.
      const value = Object.assign(bytes, { size: bytes.length })
      return { value, done: start + bytes.length >= sizeBytes }
    },
    close: () => undefined,
  }
}

function failureOf(error: Error, onUrl: TusUploadDeps['onUrl']): FailureError {
  const status = error instanceof DetailedError ? error.originalResponse?.getStatus() : undefined
  if (status === undefined || status === 0) return new FailureError('server-unreachable')
  if (status === 401) return new FailureError('not-signed-in')
  if ([404, 410, STATUS_CHECKSUM_MISMATCH].includes(status)) {
    // That upload is lost; the next try begins a new one.
    onUrl(null)
    return new FailureError('server-unreachable')
  }
  if (status === 429 || status >= 500 || status === 423 || status === 409)
    return new FailureError('server-unreachable')
  if ([400, 403, 413, 415, 422].includes(status)) {
    return new FailureError('attachment-refused', { message: '服务器不接受该文件，请核对文件后重新上传' })
  }
  return new FailureError('server-answer-unusable')
}
