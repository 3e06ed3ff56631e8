import type { Failure, Result } from '../../../domain/contracts/failure.ts'
import { decodeBase64, encodeBase64 } from '../../../domain/labels/base64.ts'
import type { Unsent } from '../../../domain/storage/storage-contract.ts'
import { agent } from '../../agent/agent.ts'

const CHUNK_BYTES = 512 * 1024

/** Told the share that has passed, 0 to 1. */
type OnProgress = (share: number) => void

export interface ExportedFile {
  blob: Blob
  name: string
  contents: Unsent
}

/** Everything unsent as one encrypted file, read from the agent piece by piece. */
export async function exportUnsent(password: string, onProgress: OnProgress): Promise<Result<ExportedFile>> {
  const begun = await agent.storage.beginExport({ password })
  if (!begun.ok) return begun
  const { transferId, name, sizeBytes, contents } = begun.value
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let offset = 0; offset < sizeBytes;) {
    const read = await agent.storage.readExport({ transferId, offset })
    if (!read.ok) return read
    const bytes = decodeBase64(read.value.dataBase64)
    if (!bytes || bytes.length === 0) return broken('导出中断，请重新导出')
    parts.push(new Uint8Array(bytes))
    offset += bytes.length
    onProgress(offset / sizeBytes)
  }
  return { ok: true, value: { blob: new Blob(parts, { type: 'application/octet-stream' }), name, contents } }
}

/** Hands an exported file to the agent and has it taken in. */
export async function importUnsent(
  file: File,
  password: string,
  onProgress: OnProgress,
): Promise<Result<{ added: Unsent; alreadyHere: Unsent }>> {
  if (file.size === 0) return broken('文件是空的（0 字节），请选择导出的文件')
  const begun = await agent.storage.beginImport({ sizeBytes: file.size })
  if (!begun.ok) return begun
  const { transferId } = begun.value
  for (let offset = 0; offset < file.size; offset += CHUNK_BYTES) {
    const bytes = new Uint8Array(await file.slice(offset, offset + CHUNK_BYTES).arrayBuffer())
    const sent = await agent.storage.appendImport({ transferId, offset, dataBase64: encodeBase64(bytes) })
    if (!sent.ok) return sent
    onProgress(Math.min(1, (offset + bytes.length) / file.size))
  }
  const finished = await agent.storage.finishImport({ transferId, password })
  return finished.ok ? finished : { ok: false, failure: inImportWords(finished.failure) }
}

/** The code's own words are about the slider of the sign-in page. */
function inImportWords(failure: Failure): Failure {
  return failure.code === 'proof-rejected' && failure.message === undefined
    ? { ...failure, message: '口令不正确，请核对导出时设置的口令' }
    : failure
}

function broken(message: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { code: 'invalid-input', message } }
}
