import { getCurrentInstance, nextTick, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { Draft, DraftForm } from '../../../domain/drafts/draft.ts'
import type { Failure } from '../../../domain/contracts/failure.ts'
import { agent } from '../../agent/agent.ts'
import { useShellStore } from '../shell/shell-store.ts'

const QUIET_MS = 800

export interface DraftKeeper {
  /** Settles when a draft, if there is one, stands in the form again. */
  ready: Promise<void>
  /** The draft that was found when the page opened; null when there was none, or after it was given up. */
  restored: Ref<Draft | null>
  savedAt: Ref<string | null>
  failure: Ref<Failure | null>
  /** Saves at once what is not saved yet. */
  save: () => Promise<void>
  /** 放弃草稿: the form is as it was before; `undo` brings the draft back. */
  discard: () => Promise<void>
  undo: () => Promise<void>
  /** The content was submitted: the draft has done its work and no later keystroke makes a new one. */
  finish: () => Promise<void>
}

/**
 * Keeps what is typed into a form on this workstation: 800 ms after the last change, when the window loses the focus and when the page
 * is left. `content` must hold no password and no SMS code; `restore` puts content back, whatever an older program has put into it.
 */
export function useDraft(options: {
  form: DraftForm
  subject?: string
  title: () => string
  content: () => Record<string, unknown>
  restore: (content: Record<string, unknown>) => void
}): DraftKeeper {
  const key = { form: options.form, subject: options.subject ?? 'new' }
  const shell = useShellStore()
  const restored = ref<Draft | null>(null)
  const savedAt = ref<string | null>(null)
  const failure = ref<Failure | null>(null)
  const blank = text()
  let saved = blank
  let finished = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()

  function text(): string {
    return JSON.stringify(options.content())
  }

  async function open(): Promise<void> {
    const result = await agent.drafts.open(key)
    if (!result.ok) failure.value = result.failure
    else if (result.value && text() === blank) take(result.value)
  }

  function take(draft: Draft): void {
    options.restore(draft.content)
    saved = text()
    restored.value = draft
    savedAt.value = draft.savedAt
  }

  /** One write after the other, so that an older content never lands on a newer one. */
  function save(): Promise<void> {
    clearTimeout(timer)
    writing = writing.then(write)
    return writing
  }

  async function write(): Promise<void> {
    const now = text()
    if (finished || now === saved) return
    // Safe: `now` was made of a Record by JSON.stringify.
    const content = JSON.parse(now) as Record<string, unknown>
    const result = await agent.drafts.save({ ...key, title: options.title(), content })
    failure.value = result.ok ? null : result.failure
    if (!result.ok) return
    saved = now
    savedAt.value = result.value.savedAt
    shell.draftSavedAt = result.value.savedAt
  }

  async function discard(): Promise<void> {
    await save()
    const result = await agent.drafts.discard(key)
    if (!result.ok) {
      failure.value = result.failure
      return
    }
    // Safe: `blank` was made of a Record by JSON.stringify.
    options.restore(JSON.parse(blank) as Record<string, unknown>)
    saved = text()
    restored.value = null
    savedAt.value = null
    shell.draftSavedAt = null
  }

  async function undo(): Promise<void> {
    const result = await agent.drafts.restore(key)
    if (result.ok && result.value) take(result.value)
  }

  async function finish(): Promise<void> {
    finished = true
    clearTimeout(timer)
    await writing
    await agent.drafts.discard(key)
    shell.draftSavedAt = null
  }

  const saveOnBlur = () => void save()
  window.addEventListener('blur', saveOnBlur)
  window.addEventListener('pagehide', saveOnBlur)
  document.addEventListener('focusout', saveOnBlur)
  if (getCurrentInstance()) {
    onBeforeUnmount(() => {
      window.removeEventListener('blur', saveOnBlur)
      window.removeEventListener('pagehide', saveOnBlur)
      document.removeEventListener('focusout', saveOnBlur)
      void save()
    })
  }

  const ready = open().then(async () => {
    await nextTick()
    watch(
      text,
      () => {
        clearTimeout(timer)
        if (!finished) timer = setTimeout(() => void save(), QUIET_MS)
      },
      { flush: 'sync' },
    )
  })
  return { ready, restored, savedAt, failure, save, discard, undo, finish }
}
