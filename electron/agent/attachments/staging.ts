import { randomUUID } from 'node:crypto'
import {
  ATTACHMENT_CHUNK_BYTES,
  ATTACHMENT_MAX_BYTES,
  type AttachmentPurpose,
} from '../../../domain/attachments/attachments-contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'

/** Files on their way in stay in memory, because plain bytes never touch the disk; what is not finished in time is let go. */
export interface Staging {
  begin(purpose: AttachmentPurpose, sizeBytes: number): string
  append(stagingId: string, offset: number, bytes: Buffer): void
  /** Hands the whole file out and forgets it; fails when bytes are missing. */
  take(stagingId: string): { purpose: AttachmentPurpose; bytes: Buffer }
}

const ABANDONED_AFTER_MS = 10 * 60_000
const OPEN_MAX = 8

interface Incoming {
  purpose: AttachmentPurpose
  bytes: Buffer
  received: number
  touchedMs: number
}

export function createStaging(now: () => Date): Staging {
  const open = new Map<string, Incoming>()
  const forgetAbandoned = () => {
    const oldestMs = now().getTime() - ABANDONED_AFTER_MS
    for (const [id, { touchedMs }] of open) if (touchedMs < oldestMs) open.delete(id)
  }
  const find = (stagingId: string): Incoming => {
    const incoming = open.get(stagingId)
    if (!incoming) throw new FailureError('not-found', { message: '文件读入已中断，请重新选择文件' })
    incoming.touchedMs = now().getTime()
    return incoming
  }
  return {
    begin: (purpose, sizeBytes) => {
      forgetAbandoned()
      checkSize(purpose, sizeBytes)
      if (open.size >= OPEN_MAX) {
        throw new FailureError('too-many-requests', { message: '同时读入的文件过多，请等前面的文件读完' })
      }
      const stagingId = randomUUID()
      open.set(stagingId, {
        purpose,
        bytes: Buffer.alloc(sizeBytes),
        received: 0,
        touchedMs: now().getTime(),
      })
      return stagingId
    },
    append: (stagingId, offset, bytes) => {
      const incoming = find(stagingId)
      const fits = bytes.length <= ATTACHMENT_CHUNK_BYTES && offset + bytes.length <= incoming.bytes.length
      if (offset !== incoming.received || !fits) {
        open.delete(stagingId)
        throw new FailureError('attachment-incomplete', { message: '文件在读入时发生变化，请重新选择文件' })
      }
      bytes.copy(incoming.bytes, offset)
      incoming.received += bytes.length
    },
    take: (stagingId) => {
      const { purpose, bytes, received } = find(stagingId)
      open.delete(stagingId)
      if (received < bytes.length) {
        throw new FailureError('attachment-incomplete', { message: '文件没有读完整，请重新选择文件' })
      }
      return { purpose, bytes }
    },
  }
}

function checkSize(purpose: AttachmentPurpose, sizeBytes: number): void {
  const mostBytes = ATTACHMENT_MAX_BYTES[purpose]
  if (sizeBytes <= mostBytes) return
  const isPdf = purpose === 'letter' || purpose === 'conclusion'
  const advice = isPdf ? '请降低扫描分辨率或压缩后上传' : '请压缩图片或降低拍摄分辨率后上传'
  throw new FailureError('attachment-refused', {
    message: `文件不得大于 ${megabytes(mostBytes)} MB，现在是 ${megabytes(sizeBytes)} MB，${advice}`,
  })
}

const megabytes = (bytes: number) => String(Math.ceil((bytes / 1024 / 1024) * 10) / 10)
