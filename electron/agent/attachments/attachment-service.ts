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
import { createUploadBandwidth } from './upload-bandwidth.ts'
import { createUploadPace, type UploadPace } from './upload-pace.ts'
import { createUploadQueue, type Owner, type UploadQueue } from './upload-queue.ts'
import type { Vault } from './vault.ts'

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
  /** A file has reached the server while nobody waited for it. */
  onSettled: () => void
  /** Lets go of what nobody needs any more; never fails. */
  sweep: () => Promise<void>
}

/** One file that an outgoing change names, as it stands. */
export interface UploadState {
  sha256: string
  purpose: string
  sizeBytes: number
  uploadedBytes: number
  /** `missing`: its bytes are not here, and the server has not been found to hold them. */
  state: 'staged' | 'uploading' | 'verified' | 'refused' | 'missing'
  refusal: string | null
}

export interface UploadProgress {
  files: number
  sentBytes: number
  totalBytes: number
  /** At the pace of the last seconds; null while nothing moves. */
  remainingSeconds: number | null
}

export interface AttachmentService {
  handlers: CapabilityHandlers<typeof attachmentsAgentMethods>
  /** Uploads these files now, before all others, and answers when the server has verified all of them. */
  uploadNow(owner: Owner, hashes: readonly string[], signal: AbortSignal): Promise<void>
  /**
   * Uploads what waiting changes name. Resolves when it has arrived or, for large files, after a few seconds: the rest goes on by itself and `onSettled`
   * tells of each file. Fails like any request when the connection breaks before.
   */
  uploadWanted(owner: Owner, signal: AbortSignal): Promise<void>
  /**
   * True once waiting for the file is over: the server has it, has refused it for good, or its bytes are neither here nor there. In the last two cases the server
   * refuses what names it, which is then parked in words instead of holding back everything behind it.
   */
  isSettled(owner: Owner, sha256: string): boolean
  isKept(owner: Owner, sha256: string): Attachment | null
  stateOf(owner: Owner, sha256: string): UploadState
  progress(owner: Owner): UploadProgress
  /** For all uploads of this workstation together, also those under way; null: as fast as the line allows. */
  setUploadLimit(kilobytesPerSecond: number | null): void
  /** From now on lets go, once a day, of files that nothing here has named for thirty days. */
  start(): void
  /** Ends uploads under way; they go on from there after the next start. */
  stop(): Promise<void>
}

export function createAttachmentService(deps: AttachmentServiceDeps): AttachmentService {
  const { attachments } = deps
  const bandwidth = createUploadBandwidth()
  const pace = createUploadPace()
  const queue = createUploadQueue({ ...deps, bandwidth, pace })
  const sweeping = daily(deps.sweep)
  return {
    handlers: createHandlers(deps),
    uploadWanted: (owner, signal) => queue.uploadWanted(owner, signal),
    uploadNow: async (owner, hashes, signal) => {
      for (const sha256 of hashes) attachments.wantFirst(owner.id, sha256)
      for (const sha256 of hashes) {
        if (!attachments.find(owner.id, sha256))
          throw new FailureError('attachment-incomplete', { message: '找不到已选择的文件，请重新选择后提交' })
        await queue.upload(owner, sha256, signal)
        const { refusal, lost } = attachments.find(owner.id, sha256) ?? { refusal: null, lost: true }
        if (refusal !== null) throw new FailureError('attachment-refused', { message: refusal })
        if (lost) throw new FailureError('attachment-incomplete', { message: LOST })
      }
    },
    isSettled: (owner, sha256) => {
      const file = attachments.find(owner.id, sha256)
      if (!file) return queue.atServer(owner, sha256) !== null
      return file.state === 'verified' || file.refusal !== null || file.lost
    },
    isKept: (owner, sha256) => {
      const file = attachments.find(owner.id, sha256)
      return file && toPublic(file)
    },
    stateOf: (owner, sha256) => stateOf(sha256, attachments.find(owner.id, sha256), owner, queue),
    progress: (owner) => progressOf(attachments.toUpload(owner.id), owner, queue, pace),
    setUploadLimit: (kilobytesPerSecond) => {
      bandwidth.setLimit(kilobytesPerSecond)
    },
    start: sweeping.start,
    stop: async () => {
      await Promise.all([queue.stop(), sweeping.stop()])
    },
  }
}

/** The first turn comes when the start is well over. */
const FIRST_SWEEP_AFTER_MS = 2 * 60_000
const SWEEP_EVERY_MS = 24 * 60 * 60_000

function daily(work: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const later = (delayMs: number) => {
    timer = setTimeout(() => {
      running = work()
      later(SWEEP_EVERY_MS)
    }, delayMs)
    timer.unref()
  }
  return {
    start: () => {
      later(FIRST_SWEEP_AFTER_MS)
    },
    stop: async () => {
      clearTimeout(timer)
      await running
    },
  }
}

const LOST = '本机保存的附件不见了或已损坏，请重新选择该文件'

function stateOf(sha256: string, file: KeptAttachment | null, owner: Owner, queue: UploadQueue): UploadState {
  if (!file) {
    const isElsewhere = queue.atServer(owner, sha256) === true
    const state = isElsewhere ? ('verified' as const) : ('missing' as const)
    return { sha256, purpose: '', sizeBytes: 0, uploadedBytes: 0, state, refusal: isElsewhere ? null : LOST }
  }
  const { purpose, sizeBytes } = file
  const sentBytes = queue.sending(owner, sha256)
  const facts = { sha256, purpose, sizeBytes, uploadedBytes: sentBytes ?? file.uploadedBytes }
  if (file.state === 'verified') return { ...facts, state: 'verified', refusal: null }
  if (file.refusal !== null) return { ...facts, state: 'refused', refusal: file.refusal }
  if (file.lost) return { ...facts, state: 'missing', refusal: LOST }
  return { ...facts, state: sentBytes === null ? 'staged' : 'uploading', refusal: null }
}

function progressOf(
  files: readonly KeptAttachment[],
  owner: Owner,
  queue: UploadQueue,
  pace: UploadPace,
): UploadProgress {
  const moving = files.filter(({ lost }) => !lost)
  const sum = (count: (file: KeptAttachment) => number) =>
    moving.reduce((total, file) => total + count(file), 0)
  const sentBytes = sum((file) => queue.sending(owner, file.sha256) ?? file.uploadedBytes)
  const totalBytes = sum((file) => file.sizeBytes)
  const bytesPerSecond = pace.bytesPerSecond()
  const remainingSeconds =
    bytesPerSecond === null || moving.length === 0
      ? null
      : Math.ceil((totalBytes - sentBytes) / bytesPerSecond)
  return { files: moving.length, sentBytes, totalBytes, remainingSeconds }
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
      const local = own && (await readLocal(vault, own, offset))
      const part = local ?? (await http.readBlob(sha256, offset, ATTACHMENT_CHUNK_BYTES))
      if (!part) throw new FailureError('not-found', { message: '服务器上还没有这个文件，可能仍在上传' })
      return {
        dataBase64: part.bytes.toString('base64'),
        sizeBytes: part.sizeBytes,
        mediaType: part.mediaType,
      }
    },
  }
}

/** null where the server has to be asked: it holds what was verified, also when this workstation's own copy is damaged. */
async function readLocal(vault: Vault, { sha256, mediaType, state }: KeptAttachment, offset: number) {
  try {
    const part = await vault.read(sha256, offset, ATTACHMENT_CHUNK_BYTES)
    return part && { ...part, mediaType }
  } catch (error) {
    const isDamaged = error instanceof FailureError && error.failure.code === 'storage-damaged'
    if (isDamaged && state === 'verified') return null
    throw error
  }
}
