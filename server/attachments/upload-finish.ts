import type { Upload } from '@tus/server'
import { z } from 'zod'
import { ATTACHMENT_MAX_BYTES, AttachmentPurpose } from '../../domain/attachments/attachments-contract.ts'
import { Sha256 } from '../../domain/records/instants.ts'
import type { AfterUpload } from '../http/capability.ts'
import type { Feeds } from '../records/feeds.ts'
import type { BlobStore } from './blob-store.ts'
import { checkContent } from './content-check.ts'
import type { UnfinishedUploads } from './unfinished-uploads.ts'

/** Checksum mismatch, as tus names it. */
const HASH_MISMATCH_STATUS = 460

const UploadMetadata = z.object({
  sha256: Sha256,
  sizeBytes: z.coerce.number().int().positive(),
  mediaType: z.string().max(100),
  purpose: AttachmentPurpose,
})
export type UploadMetadata = z.infer<typeof UploadMetadata>

/** An answer of the tus server that is not a success; the body is a failed Result as JSON. */
export class UploadRefusal extends Error {
  readonly status_code: number
  readonly body: string

  constructor(status: number, message: string) {
    super(message)
    this.status_code = status
    this.body = JSON.stringify({ ok: false, failure: { code: 'attachment-refused', message } })
  }
}

/** What the client says of a new upload, checked before the first byte. */
export function checkUpload(upload: Upload): UploadMetadata {
  const parsed = UploadMetadata.safeParse(upload.metadata ?? {})
  if (!parsed.success || upload.size !== parsed.data.sizeBytes) {
    throw new UploadRefusal(400, '上传信息不完整，请更新客户端后重试')
  }
  const atMost = ATTACHMENT_MAX_BYTES[parsed.data.purpose]
  if (parsed.data.sizeBytes > atMost) {
    throw new UploadRefusal(413, `文件不能超过 ${atMost / 1024 / 1024} MB，请压缩后重新选择`)
  }
  return parsed.data
}

export interface FinishDependencies {
  unfinished: UnfinishedUploads
  blobs: BlobStore
  feeds: Feeds
  afterUpload: AfterUpload
  now: () => Date
}

interface Uploader {
  organisationId: string
  accountId: string
}

/** Takes a complete upload over; a second call for the same one while the first is at work shares its outcome. */
export function createUploadFinish(dependencies: FinishDependencies) {
  const underWay = new Map<string, Promise<void>>()
  return (by: Uploader, upload: Upload): Promise<void> => {
    const known = underWay.get(upload.id)
    if (known) return known
    const work = finishUpload(dependencies, by, upload).finally(() => underWay.delete(upload.id))
    underWay.set(upload.id, work)
    return work
  }
}

/**
 * Hash, content, encryption, stable storage, row, in this order: a row never stands without its bytes. The upload's own plain file goes once the row stands or
 * the file is refused. After a crash or with a full disk it stays, and whoever asks for the upload's offset has it finished then, without sending anything again.
 */
async function finishUpload(dependencies: FinishDependencies, by: Uploader, upload: Upload): Promise<void> {
  const { unfinished, blobs } = dependencies
  try {
    const { sha256, sizeBytes, mediaType, purpose } = checkUpload(upload)
    const read = await unfinished.read(upload.id)
    // Finished by another request in the meantime.
    if (!read) return
    if (read.bytes.length !== sizeBytes || read.sha256 !== sha256) {
      throw new UploadRefusal(HASH_MISMATCH_STATUS, '文件在传输中损坏，请重新上传')
    }
    const problem = await checkContent(purpose, mediaType, read.bytes)
    if (problem !== null) throw new UploadRefusal(415, problem)
    await blobs.write(by.organisationId, sha256, read.bytes)
    await recordBlob(dependencies, by, { sha256, sizeBytes, mediaType })
  } catch (error) {
    if (error instanceof UploadRefusal) await unfinished.remove(upload.id)
    throw error
  }
  await unfinished.remove(upload.id)
}

async function recordBlob(
  { feeds, afterUpload, now }: FinishDependencies,
  by: Uploader,
  blob: { sha256: string; sizeBytes: number; mediaType: string },
): Promise<void> {
  await feeds.transaction(async (db, openFeed) => {
    const records = await openFeed(by.organisationId, { accountId: by.accountId })
    const at = now()
    const inserted = await db
      .insertInto('blob')
      .values({
        organisation_id: by.organisationId,
        sha256: blob.sha256,
        size_bytes: blob.sizeBytes,
        media_type: blob.mediaType,
        verified_at: at.toISOString(),
      })
      .onConflict((conflict) => conflict.columns(['organisation_id', 'sha256']).doNothing())
      .returning('sha256')
      .executeTakeFirst()
    if (inserted) await afterUpload({ db, records, ...by, now: at }, blob.sha256)
  })
}
