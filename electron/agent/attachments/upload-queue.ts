import { FailureError } from '../../../domain/contracts/failure.ts'
import type { ServerHttp } from '../server-api.ts'
import type { AttachmentRepository, KeptAttachment } from './attachment-repository.ts'
import { uploadByTus } from './tus-upload.ts'
import type { UploadBandwidth } from './upload-bandwidth.ts'
import { createChunkSize, type ChunkSize, type UploadPace } from './upload-pace.ts'
import type { Vault } from './vault.ts'

/** What of a workspace this capability needs. */
export interface Owner {
  readonly id: number
}

export interface UploadQueueDeps {
  attachments: AttachmentRepository
  vault: Vault
  http: ServerHttp
  bandwidth: UploadBandwidth
  pace: UploadPace
  /** Who is signed in: files of one account never travel under another's name. */
  ownerOrNull: () => Owner | null
  onProgress: () => void
  /** A file has reached the server, or was refused by it, while nobody waited: what names it can go out now. */
  onSettled: () => void
  patienceMs?: number
}

export interface UploadQueue {
  /** Uploads this one now; resolves when it is verified, refused or found lost. */
  upload(owner: Owner, sha256: string, signal: AbortSignal): Promise<void>
  /**
   * Uploads what waiting changes name, in the order in which it is needed. Resolves when all of it has arrived, or after a few seconds while the rest goes
   * on by itself: large files never hold the records back.
   */
  uploadWanted(owner: Owner, signal: AbortSignal): Promise<void>
  /** Bytes of a file that have left for the server, while it is being uploaded. */
  sending(owner: Owner, sha256: string): number | null
  /** What the server has said, in this life of it, of a file that was never kept here; null before it was asked. */
  atServer(owner: Owner, sha256: string): boolean | null
  stop(): Promise<void>
}

const PATIENCE_MS = 2000
const LOST = '本机保存的附件不见了或已损坏，请重新选择该文件'

interface Parts extends UploadQueueDeps {
  chunkSize: ChunkSize
  sending: Map<string, number>
  elsewhere: Map<string, boolean>
}

export function createUploadQueue(deps: UploadQueueDeps): UploadQueue {
  const parts: Parts = {
    ...deps,
    chunkSize: createChunkSize(),
    sending: new Map(),
    elsewhere: new Map(),
  }
  const stopping = new AbortController()
  const { upload, idle } = createTurns(parts)
  const rounds = new Map<number, Round>()
  const join = (owner: Owner, signal: AbortSignal): Round => {
    const known = rounds.get(owner.id)
    if (known) return known
    const both = AbortSignal.any([signal, stopping.signal])
    const round: Round = { outlasted: false, end: Promise.resolve() }
    round.end = uploadAll(parts, owner, async (sha256) => {
      await upload(owner, sha256, both)
      if (round.outlasted) parts.onSettled()
    }).finally(() => rounds.delete(owner.id))
    rounds.set(owner.id, round)
    return round
  }
  return {
    upload: (owner, sha256, signal) => upload(owner, sha256, AbortSignal.any([signal, stopping.signal])),
    uploadWanted: (owner, signal) => waitFor(join(owner, signal), parts.patienceMs ?? PATIENCE_MS),
    sending: (owner, sha256) => parts.sending.get(keyOf(owner, sha256)) ?? null,
    atServer: (owner, sha256) => parts.elsewhere.get(elsewhereKey(parts, owner, sha256)) ?? null,
    stop: async () => {
      stopping.abort()
      await Promise.allSettled([...[...rounds.values()].map(({ end }) => end), idle()])
    },
  }
}

const keyOf = (owner: Owner, sha256: string) => `${owner.id} ${sha256}`
const elsewhereKey = ({ attachments }: Parts, owner: Owner, sha256: string) =>
  `${keyOf(owner, sha256)} ${attachments.epoch(owner.id) ?? ''}`

interface Round {
  /** It takes longer than anybody waits for it, and goes on by itself. */
  outlasted: boolean
  end: Promise<void>
}

/** The failure of a round that goes on by itself is not lost: the next round meets it again. */
async function waitFor(round: Round, patienceMs: number): Promise<void> {
  let patience: NodeJS.Timeout | undefined
  const ranOut = new Promise<void>((resolve) => {
    patience = setTimeout(() => {
      round.outlasted = true
      round.end.catch(() => undefined)
      resolve()
    }, patienceMs)
  })
  try {
    if (!round.outlasted) await Promise.race([round.end, ranOut])
  } finally {
    clearTimeout(patience)
  }
}

/** After each file the order is looked up again, because what was saved meanwhile may be needed sooner. One file's own trouble keeps no other back. */
async function uploadAll(
  parts: Parts,
  owner: Owner,
  upload: (sha256: string) => Promise<void>,
): Promise<void> {
  const tried = new Set<string>()
  let trouble: FailureError | null = null
  for (;;) {
    const [file] = parts.attachments.toUpload(owner.id).filter(({ sha256 }) => !tried.has(sha256))
    if (!file) break
    tried.add(file.sha256)
    try {
      await upload(file.sha256)
    } catch (error) {
      if (!(error instanceof IncompleteUpload)) throw error
      trouble = error
    }
  }
  for (const sha256 of parts.attachments.namedElsewhere(owner.id)) {
    const key = elsewhereKey(parts, owner, sha256)
    if (parts.elsewhere.get(key) !== true) parts.elsewhere.set(key, await isAtServer(parts, owner, sha256))
  }
  if (trouble) throw trouble
}

/**
 * One upload of a file at a time: a person's 提交 and the sync loop's own round may want the same file at the same moment, and whoever joins another's
 * tus upload is told of its end before the server has verified it. Who comes second finds the file verified, or tries again for himself.
 */
function createTurns(parts: Parts) {
  const turns = new Map<string, Promise<void>>()
  const upload = (owner: Owner, sha256: string, signal: AbortSignal): Promise<void> => {
    const key = keyOf(owner, sha256)
    const work = async () => {
      const file = parts.attachments.find(owner.id, sha256)
      if (!file || file.state === 'verified' || file.refusal !== null) return
      try {
        await uploadFile(parts, owner, file, signal)
      } finally {
        parts.sending.delete(key)
        parts.onProgress()
      }
    }
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work)
    turns.set(key, turn)
    const leave = () => {
      if (turns.get(key) === turn) turns.delete(key)
    }
    turn.then(leave, leave)
    return turn
  }
  return { upload, idle: () => Promise.allSettled([...turns.values()]) }
}

/** The server took every byte, and says all the same that it does not hold the file. */
class IncompleteUpload extends FailureError {
  constructor() {
    super('server-unreachable', { message: '文件没有完整到达服务器，稍后自动重新上传' })
  }
}

/** A file counts as uploaded only when the server itself says that it holds these bytes: the end of a tus upload alone does not prove it. */
async function uploadFile(
  parts: Parts,
  owner: Owner,
  file: KeptAttachment,
  signal: AbortSignal,
): Promise<void> {
  const set = (change: Parameters<AttachmentRepository['setUpload']>[2]) => {
    parts.attachments.setUpload(owner.id, file.sha256, change)
  }
  const verified = () => {
    set({ state: 'verified', uploadedBytes: file.sizeBytes, tusUrl: null })
  }
  if (await isAtServer(parts, owner, file.sha256)) {
    verified()
    return
  }
  const isHere = await parts.vault.has(file.sha256)
  set({ state: isHere ? 'uploading' : 'staged', lost: !isHere })
  if (!isHere) return
  try {
    await uploadByTus(file, tusDeps(parts, owner, file, signal))
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    const { code, message } = error.failure
    if (code === 'attachment-refused') {
      set({ state: 'staged', uploadedBytes: 0, tusUrl: null, refusal: message ?? '服务器不接受该文件' })
    } else if (code === 'storage-damaged')
      set({ state: 'staged', uploadedBytes: 0, tusUrl: null, lost: true })
    else throw error
    return
  }
  if (await isAtServer(parts, owner, file.sha256)) verified()
  else {
    set({ state: 'staged', uploadedBytes: 0, tusUrl: null })
    throw new IncompleteUpload()
  }
}

function tusDeps(parts: Parts, owner: Owner, file: KeptAttachment, signal: AbortSignal) {
  const { attachments, vault, pace, sending, bandwidth, chunkSize } = parts
  const key = keyOf(owner, file.sha256)
  return {
    target: parts.http.uploadTarget(),
    bandwidth,
    chunkSize,
    read: async (offset: number, length: number) => {
      const pieces = await vault.readPieces(file.sha256, offset, length)
      if (pieces) return pieces
      throw new FailureError('storage-damaged', { message: LOST })
    },
    onProgress: (sentBytes: number) => {
      // The first progress after a cut tells where the server stands: those bytes moved long ago.
      pace.count(Math.max(0, sentBytes - (sending.get(key) ?? sentBytes)))
      sending.set(key, sentBytes)
      parts.onProgress()
    },
    onTaken: (uploadedBytes: number) => {
      attachments.setUpload(owner.id, file.sha256, { uploadedBytes })
    },
    onUrl: (tusUrl: string | null) => {
      attachments.setUpload(owner.id, file.sha256, { tusUrl })
    },
    mayGoOn: () => {
      if (parts.ownerOrNull()?.id !== owner.id) throw new FailureError('not-signed-in')
    },
    signal,
  }
}

/** Asked and answered under the same account: a second look after the answer, because somebody else may have signed in meanwhile. */
async function isAtServer({ http, ownerOrNull }: Parts, owner: Owner, sha256: string): Promise<boolean> {
  const stillSignedIn = () => ownerOrNull()?.id === owner.id
  if (stillSignedIn()) {
    const isThere = await http.hasBlob(sha256)
    if (stillSignedIn()) return isThere
  }
  throw new FailureError('not-signed-in')
}
