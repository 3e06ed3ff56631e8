import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { AttachmentPurpose } from '../../../domain/attachments/attachments-contract.ts'
import type { PictureSubject } from '../../../domain/pictures/picture-checks.ts'
import { useAttachment, type AttachmentIntake } from '../composables/use-attachment.ts'
import { editPicture, preparePicture } from '../pictures/prepare-picture.ts'

const UNDO_MS = 10_000

export interface FileSlotState {
  intake: AttachmentIntake
  isPdf: boolean
  /** What is being done with the file before its bytes move; null when nothing is. */
  working: Ref<string | null>
  problem: ComputedRef<string | null>
  mayRetry: ComputedRef<boolean>
  /** What was found doubtful in the picture that is kept. */
  warnings: Ref<string[]>
  /** While 撤销 can bring back what was removed. */
  canUndo: ComputedRef<boolean>
  choose: (file: File) => Promise<void>
  takeEdited: (file: File) => Promise<void>
  turn: () => Promise<void>
  retry: () => Promise<void>
  remove: () => void
  undo: () => void
}

/** What a file slot does between a chosen file and a kept one; `onKept` is told the new hash, null when it was removed. */
export function useFileSlot(
  { purpose, subject }: { purpose: AttachmentPurpose; subject: PictureSubject | undefined },
  sha256: Ref<string | null>,
  onKept: (sha256: string | null) => void,
): FileSlotState {
  const intake = useAttachment(purpose)
  const isPdf = purpose === 'letter' || purpose === 'conclusion'
  const working = ref<string | null>(null)
  const refusal = ref<string | null>(null)
  const warnings = ref<string[]>([])
  const removed = ref<string | null>(null)
  let tried: File | null = null
  let undoTimer: ReturnType<typeof setTimeout> | undefined

  watch(
    sha256,
    (value) => {
      if (value === null) intake.clear()
      else void intake.load(value)
    },
    { immediate: true },
  )

  async function accept(file: File, isEdited: boolean): Promise<void> {
    if (working.value !== null || intake.progress.value !== null) return
    refusal.value = null
    if (isPdf) {
      await hand(file)
      return
    }
    working.value = subject ? '正在检查图片' : '正在处理图片'
    const prepared = await preparePicture(file, purpose, subject, isEdited)
    working.value = null
    if (!prepared.ok) {
      refusal.value = prepared.message
      return
    }
    if (await hand(prepared.file)) warnings.value = prepared.warnings.map(({ message }) => message)
  }

  async function hand(file: File): Promise<boolean> {
    tried = file
    const kept = await intake.take(file)
    if (!kept) return false
    tried = null
    removed.value = null
    warnings.value = []
    onKept(kept.sha256)
    return true
  }

  async function turn(): Promise<void> {
    const shown = intake.blob.value
    if (!shown || working.value !== null) return
    working.value = '正在旋转'
    const name = intake.fileName.value ?? '图片.jpg'
    const turned = await editPicture(shown, name, purpose, { quarterTurns: 1, crop: null })
    working.value = null
    if (turned) await accept(turned, true)
    else refusal.value = '图片打不开，请重新选择'
  }

  function remove(): void {
    removed.value = sha256.value
    refusal.value = null
    warnings.value = []
    onKept(null)
    clearTimeout(undoTimer)
    undoTimer = setTimeout(() => (removed.value = null), UNDO_MS)
  }

  function undo(): void {
    if (removed.value !== null) onKept(removed.value)
    removed.value = null
  }

  onScopeDispose(() => clearTimeout(undoTimer))
  return {
    intake,
    isPdf,
    working,
    warnings,
    problem: computed(() => refusal.value ?? intake.problem.value),
    mayRetry: computed(
      () => refusal.value === null && intake.mayRetry.value && (tried ?? sha256.value) !== null,
    ),
    canUndo: computed(() => removed.value !== null && sha256.value === null),
    choose: (file) => accept(file, false),
    takeEdited: (file) => accept(file, true),
    turn,
    retry: async () => {
      if (tried) await hand(tried)
      else if (sha256.value !== null) await intake.load(sha256.value)
    },
    remove,
    undo,
  }
}
