import {
  ATTACHMENT_CHUNK_BYTES,
  type Attachment,
  type attachmentsAgentMethods,
} from '../../../domain/attachments/attachments-contract.ts'
import type { CapabilityHandlers } from '../../../domain/contracts/contract.ts'
import { FailureError } from '../../../domain/contracts/failure.ts'
import type { ServerHttp } from '../server-api.ts'
import type { AttachmentRepository, KeptAttachment } from './attachment-repository.ts'
import { checkContent } from './content-checks.ts'
import { createStaging } from './staging.ts'
import { uploadByTus } from './tus-upload.ts'
import type { Vault } from './vault.ts'

/** What of a workspace this capability needs. */
interface Owner {
  readonly id: number
}

export interface AttachmentServiceDeps {
  attachments: AttachmentRepository
  vault: Vault
  http: ServerHttp
  now: () => Date
  /** Whose files are meant; fails `not-signed-in`, and `not-allowed` for roles that keep no files. */
  owner: () => Owner
  /** The same without failing, for reading what only the server has. */
  ownerOrNull: () => Owner | null
  onProgress: () => void
}

export interface AttachmentService {
  handlers: CapabilityHandlers<typeof attachmentsAgentMethods>
  /** Uploads these files now and answers when the server has verified all of them. */
  uploadNow(owner: Owner, hashes: readonly string[], signal: AbortSignal): Promise<void>
  uploadWanted(owner: Owner, signal: AbortSignal): Promise<void>
  isSettled(owner: Owner, sha256: string): boolean
  isKept(owner: Owner, sha256: string): Attachment | null
  progress(owner: Owner): { files: number; sentBytes: number; totalBytes: number }
}

export function createAttachmentService(deps: AttachmentServiceDeps): AttachmentService {
  const { attachments } = deps
  const upload = createUploader(deps)
  const uploadWanted = async (owner: Owner, signal: AbortSignal) => {
    for (const { sha256 } of attachments.toUpload(owner.id)) await upload(owner, sha256, signal)
  }
  return {
    handlers: createHandlers(deps),
    uploadWanted,
    uploadNow: async (owner, hashes, signal) => {
      for (const sha256 of hashes) {
        attachments.want(owner.id, sha256)
        const file = attachments.find(owner.id, sha256)
        if (!file)
          throw new FailureError('attachment-incomplete', { message: '找不到已选择的文件，请重新选择后提交' })
        await upload(owner, sha256, signal)
        const refusal = attachments.find(owner.id, sha256)?.refusal
        if (refusal) throw new FailureError('attachment-refused', { message: refusal })
      }
    },
    isSettled: (owner, sha256) => {
      const file = attachments.find(owner.id, sha256)
      return !file || file.state === 'verified' || file.refusal !== null
    },
    isKept: (owner, sha256) => {
      const file = attachments.find(owner.id, sha256)
      return file && toPublic(file)
    },
    progress: (owner) => {
      const files = attachments.toUpload(owner.id)
      const sum = (count: (file: KeptAttachment) => number) =>
        files.reduce((total, file) => total + count(file), 0)
      return {
        files: files.length,
        sentBytes: sum((file) => file.uploadedBytes),
        totalBytes: sum((file) => file.sizeBytes),
      }
    },
  }
}

function toPublic(file: KeptAttachment): Attachment {
  const { sha256, sizeBytes, mediaType, purpose, pageCount, uploadedBytes, state } = file
  return { sha256, sizeBytes, mediaType, purpose, pageCount, uploadedBytes, state }
}

function createHandlers(deps: AttachmentServiceDeps): AttachmentService['handlers'] {
  const { attachments, vault, http } = deps
  const staging = createStaging(deps.now)
  return {
    begin: ({ purpose, sizeBytes }) => {
      deps.owner()
      return { stagingId: staging.begin(purpose, sizeBytes) }
    },
    append: ({ stagingId, offset, dataBase64 }) => {
      staging.append(stagingId, offset, Buffer.from(dataBase64, 'base64'))
    },
    finish: async ({ stagingId }) => {
      const owner = deps.owner()
      const { purpose, bytes } = staging.take(stagingId)
      const { mediaType, pageCount } = await checkContent(purpose, bytes)
      const sha256 = await vault.keep(bytes)
      const facts = { sha256, sizeBytes: bytes.length, mediaType, purpose, pageCount }
      return toPublic(attachments.add(owner.id, facts, deps.now().toISOString()))
    },
    info: ({ sha256 }) => {
      const file = attachments.find(deps.owner().id, sha256)
      return file && toPublic(file)
    },
    read: async ({ sha256, offset }) => {
      const owner = deps.ownerOrNull()
      const own = owner && attachments.find(owner.id, sha256)
      const local = own && (await vault.read(sha256, offset, ATTACHMENT_CHUNK_BYTES))
      const part = local
        ? { ...local, mediaType: own.mediaType }
        : await http.readBlob(sha256, offset, ATTACHMENT_CHUNK_BYTES)
      if (!part) throw new FailureError('not-found', { message: '服务器上还没有这个文件，可能仍在上传' })
      return {
        dataBase64: part.bytes.toString('base64'),
        sizeBytes: part.sizeBytes,
        mediaType: part.mediaType,
      }
    },
  }
}

/**
 * One upload of a file at a time: a person's 提交 and the sync loop's own round may want the same file at the same moment, and whoever joins another's
 * tus upload is told of its end before the server has verified it. Who comes second finds the file verified, or tries again for himself.
 */
function createUploader(deps: AttachmentServiceDeps) {
  const turns = new Map<string, Promise<void>>()
  return (owner: Owner, sha256: string, signal: AbortSignal): Promise<void> => {
    const key = `${owner.id} ${sha256}`
    const work = async () => {
      const file = deps.attachments.find(owner.id, sha256)
      if (file && file.state !== 'verified' && file.refusal === null) await upload(deps, owner, file, signal)
    }
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work)
    turns.set(key, turn)
    const leave = () => {
      if (turns.get(key) === turn) turns.delete(key)
    }
    turn.then(leave, leave)
    return turn
  }
}

/** A file counts as uploaded only when the server itself says that it holds these bytes: the end of a tus upload alone does not prove it. */
async function upload(
  deps: AttachmentServiceDeps,
  owner: Owner,
  file: KeptAttachment,
  signal: AbortSignal,
): Promise<void> {
  const { attachments, vault, http } = deps
  const set = (change: Parameters<AttachmentRepository['setUpload']>[2]) => {
    attachments.setUpload(owner.id, file.sha256, change)
    deps.onProgress()
  }
  const verified = () => {
    set({ state: 'verified', uploadedBytes: file.sizeBytes, tusUrl: null })
  }
  if (await http.hasBlob(file.sha256)) {
    verified()
    return
  }
  set({ state: 'uploading' })
  try {
    await uploadByTus(file, {
      target: http.uploadTarget(),
      read: async (offset, length) => await localBytes(vault, file.sha256, offset, length),
      onProgress: (sentBytes) => {
        set({ uploadedBytes: sentBytes })
      },
      onUrl: (tusUrl) => {
        set({ tusUrl })
      },
      signal,
    })
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'attachment-refused') throw error
    set({
      state: 'staged',
      uploadedBytes: 0,
      tusUrl: null,
      refusal: error.failure.message ?? '服务器不接受该文件',
    })
    return
  }
  if (await http.hasBlob(file.sha256)) verified()
  else {
    set({ state: 'staged', uploadedBytes: 0, tusUrl: null })
    throw new FailureError('server-unreachable', { message: '文件没有完整到达服务器，稍后自动重新上传' })
  }
}

async function localBytes(vault: Vault, sha256: string, offset: number, length: number): Promise<Buffer> {
  const part = await vault.read(sha256, offset, length)
  if (part) return part.bytes
  throw new FailureError('storage-damaged', { message: '本机保存的附件不见了，请重新选择该文件' })
}
