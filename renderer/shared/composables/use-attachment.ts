import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import {
  ATTACHMENT_CHUNK_BYTES,
  ATTACHMENT_MAX_BYTES,
  type Attachment,
  type AttachmentPurpose,
} from '../../../domain/attachments/attachments-contract.ts'
import type { Failure } from '../../../domain/contracts/failure.ts'
import { decodeBase64, encodeBase64 } from '../../../domain/labels/base64.ts'
import { agent } from '../../agent/agent.ts'
import { failureText } from '../../agent/failure-messages.ts'

export interface AttachmentIntake {
  attachment: Ref<Attachment | null>
  /** A blob address of the file's bytes, for an <img>; null while there is none. */
  previewUrl: Ref<string | null>
  fileName: Ref<string | null>
  /** The bytes shown, for turning, cutting and reading; null while there are none. */
  blob: Readonly<Ref<Blob | null>>
  /** 0–100 while a file is being taken in, else null. */
  progress: Ref<number | null>
  problem: ComputedRef<string | null>
  /** The file itself was fine: handing it over again may succeed. */
  mayRetry: ComputedRef<boolean>
  /** Hands the file to the agent; answers the kept attachment or null, then `problem` says why. The former file stays until the new one is kept. */
  take: (file: File) => Promise<Attachment | null>
  /** Shows a file that the agent already has. */
  load: (sha256: string) => Promise<void>
  clear: () => void
}

/** Takes files of one purpose into the agent in chunks and shows what it keeps. */
export function useAttachment(purpose: AttachmentPurpose): AttachmentIntake {
  const attachment = ref<Attachment | null>(null)
  const previewUrl = ref<string | null>(null)
  const fileName = ref<string | null>(null)
  const shown = shallowRef<Blob | null>(null)
  const progress = ref<number | null>(null)
  const failure = ref<Failure | null>(null)
  const problem = computed(() => (failure.value ? failureText(failure.value) : null))
  const mayRetry = computed(() => failure.value !== null && failure.value.code !== 'attachment-refused')

  /** What the slot is to show: bytes of another file that come late are not taken for it. */
  let wanted: string | null = null

  async function take(file: File): Promise<Attachment | null> {
    if (progress.value !== null) return null
    failure.value = refusalOf(file, purpose)
    if (failure.value) return null
    progress.value = 0
    const kept = await transfer(file)
    progress.value = null
    if (!kept) return null
    wanted = kept.sha256
    attachment.value = kept
    fileName.value = file.name
    preview(file)
    return kept
  }

  async function transfer(file: File): Promise<Attachment | null> {
    const begun = await agent.attachments.begin({ purpose, sizeBytes: file.size })
    if (!begun.ok) return fail(begun.failure)
    const { stagingId } = begun.value
    for (let offset = 0; offset < file.size; offset += ATTACHMENT_CHUNK_BYTES) {
      const bytes = new Uint8Array(await file.slice(offset, offset + ATTACHMENT_CHUNK_BYTES).arrayBuffer())
      const appended = await agent.attachments.append({ stagingId, offset, dataBase64: encodeBase64(bytes) })
      if (!appended.ok) return fail(appended.failure)
      progress.value = Math.round((Math.min(offset + bytes.length, file.size) / file.size) * 100)
    }
    const finished = await agent.attachments.finish({ stagingId })
    return finished.ok ? finished.value : fail(finished.failure)
  }

  function fail(failed: Failure): null {
    failure.value = failed
    return null
  }

  async function load(sha256: string): Promise<void> {
    if (attachment.value?.sha256 === sha256 && shown.value !== null) return
    wanted = sha256
    failure.value = null
    const info = await agent.attachments.info({ sha256 })
    if (isOutdated(sha256)) return
    if (!info.ok) failure.value = info.failure
    else attachment.value = info.value
    const blob = await readAttachment(sha256)
    if (isOutdated(sha256)) return
    if (blob instanceof Blob) preview(blob)
    else failure.value = blob
  }

  function isOutdated(sha256: string): boolean {
    return wanted !== sha256
  }

  function preview(blob: Blob): void {
    if (previewUrl.value) URL.revokeObjectURL(previewUrl.value)
    previewUrl.value = URL.createObjectURL(blob)
    shown.value = blob
  }

  function clear(): void {
    wanted = null
    attachment.value = null
    fileName.value = null
    failure.value = null
    if (previewUrl.value) URL.revokeObjectURL(previewUrl.value)
    previewUrl.value = null
    shown.value = null
  }

  onScopeDispose(clear)
  return { attachment, previewUrl, fileName, blob: shown, progress, problem, mayRetry, take, load, clear }
}

/** What can be said before a byte is moved; whether the content is what it claims is the agent's to check. */
function refusalOf(file: File, purpose: AttachmentPurpose): Failure | null {
  if (file.size === 0) return { code: 'attachment-refused', message: '文件是空的（0 字节），请重新选择' }
  const limit = ATTACHMENT_MAX_BYTES[purpose]
  if (file.size <= limit) return null
  const message = `文件不能超过 ${megabytes(limit)} MB，现在是 ${megabytes(file.size)} MB，请压缩或重新拍摄后再上传`
  return { code: 'attachment-refused', message }
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '')
}

/** All bytes of a file the agent keeps or can fetch; a failure where it cannot. */
export async function readAttachment(sha256: string): Promise<Blob | Failure> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let offset = 0
  for (;;) {
    const result = await agent.attachments.read({ sha256, offset })
    if (!result.ok) return result.failure
    const bytes = decodeBase64(result.value.dataBase64)
    if (!bytes) return { code: 'internal' }
    parts.push(new Uint8Array(bytes))
    offset += bytes.length
    if (offset >= result.value.sizeBytes || bytes.length === 0) {
      return new Blob(parts, { type: result.value.mediaType })
    }
  }
}
