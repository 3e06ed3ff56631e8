import { getCurrentInstance, nextTick, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { Draft, DraftForm } from '../../../domain/drafts/draft.ts'
import type { Failure } from '../../../domain/contracts/failure.ts'
import { agent } from '../../agent/agent.ts'
import { useSessionStore } from '../session/session-store.ts'
import { useShellStore } from '../shell/shell-store.ts'
import { formOpened } from './open-forms.ts'
import { saveAtLeaving } from './save-at-leaving.ts'

/** Every key is on the disk 800 ms later, also while somebody types on without a pause; the write itself gets what is left of that. */
const SAVE_AFTER_MS = 500
const RETRY_MS = 5000

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

type Content = Record<string, unknown>

/**
 * Keeps what is typed into a form on this workstation: within 800 ms after every change, and at once when a field, the window or the page is
 * left. What could not be saved stays in the form and is tried again. `content` must hold no password and no SMS code; `restore` puts content
 * back, whatever an older program has put into it. A save touches nothing in the form, so the cursor stays where it is.
 */
export function useDraft(options: {
  form: DraftForm
  subject?: string
  title: () => string
  content: () => Content
  restore: (content: Content) => void
}): DraftKeeper {
  const key = { form: options.form, subject: options.subject ?? 'new' }
  const shell = useShellStore()
  const owner = useSessionStore().session?.accountId
  const restored = ref<Draft | null>(null)
  const savedAt = ref<string | null>(null)
  const failure = ref<Failure | null>(null)
  const blank = text()
  let saved = blank
  /** Until the stored draft has been read nothing is written, for it would be written over. */
  let opened = false
  let opening: Promise<void> | null = null
  let finished = false
  let left = false
  let waiting: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()

  function text(): string {
    return JSON.stringify(options.content())
  }

  function open(): Promise<void> {
    opening ??= read().finally(() => (opening = null))
    return opening
  }

  async function read(): Promise<void> {
    const result = await agent.drafts.open(key)
    failure.value = result.ok ? null : result.failure
    if (!result.ok) return
    opened = true
    if (result.value && !finished) take(result.value)
  }

  /** Fields that were typed into before the draft arrived keep what was typed. */
  function take(draft: Draft): void {
    const before = parse(blank)
    const typed = Object.entries(parse(text())).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field]),
    )
    options.restore({ ...draft.content, ...Object.fromEntries(typed) })
    if (typed.length === 0) saved = text()
    restored.value = draft
    savedAt.value = draft.savedAt
  }

  function stopWaiting(): void {
    clearTimeout(waiting)
    clearTimeout(retry)
    waiting = undefined
  }

  /** One write after the other, so that an older content never lands on a newer one. */
  function save(): Promise<void> {
    stopWaiting()
    writing = writing.then(write)
    return writing
  }

  async function write(): Promise<void> {
    if (!opened && left && text() === blank) return
    if (!opened && !finished) await open()
    const now = text()
    if (finished || (opened && now === saved)) return
    if (opened) await (now === blank ? putAside() : keep(now))
    if (failure.value) waitToTryAgain()
  }

  async function keep(now: string): Promise<void> {
    const result = await agent.drafts.save({
      ...key,
      title: options.title(),
      content: parse(now),
      ...(owner === undefined ? {} : { owner }),
    })
    failure.value = result.ok ? null : result.failure
    if (!result.ok) return
    saved = now
    savedAt.value = result.value.savedAt
    // The corner's words are about the form on the screen, and this one may have gone meanwhile.
    if (!left) shell.draftSavedAt = result.value.savedAt
  }

  /** Everything that was typed has been taken out again: there is nothing left to go on with. */
  async function putAside(): Promise<void> {
    const result = await agent.drafts.discard(key)
    failure.value = result.ok ? null : result.failure
    if (result.ok) forget()
  }

  function forget(): void {
    saved = text()
    restored.value = null
    savedAt.value = null
    shell.draftSavedAt = null
  }

  /** Another person's turn at the workstation: his drafts are no place for this. */
  function waitToTryAgain(): void {
    if (!finished && failure.value?.code !== 'not-signed-in') retry = setTimeout(() => void save(), RETRY_MS)
  }

  async function discard(): Promise<void> {
    await save()
    const result = await agent.drafts.discard(key)
    failure.value = result.ok ? null : result.failure
    if (!result.ok) return
    options.restore(parse(blank))
    forget()
  }

  async function undo(): Promise<void> {
    const result = await agent.drafts.restore(key)
    if (!result.ok) failure.value = result.failure
    else if (result.value) take(result.value)
  }

  async function finish(): Promise<void> {
    finished = true
    stopWaiting()
    await writing
    await agent.drafts.discard({ ...key, submitted: true })
    shell.draftSavedAt = null
  }

  function changed(): void {
    if (finished) return
    // Whoever empties a field to type it anew has not given the draft up: only after a pause is an emptied form put aside.
    if (text() === blank) stopWaiting()
    waiting ??= setTimeout(() => void save(), SAVE_AFTER_MS)
  }

  const stopListening = saveAtLeaving({ save, saveNow: () => void write() })
  const closed = formOpened(save)
  if (getCurrentInstance()) {
    onBeforeUnmount(() => {
      stopListening()
      closed()
      left = true
      shell.draftSavedAt = null
      // On a full disk it goes on trying: what was typed is still in memory.
      void save()
    })
  }

  const ready = open().then(async () => {
    await nextTick()
    if (failure.value) waitToTryAgain()
    if (text() !== saved) changed()
    watch(text, changed, { flush: 'sync' })
  })
  return { ready, restored, savedAt, failure, save, discard, undo, finish }
}

function parse(text: string): Content {
  // Safe: only ever given what JSON.stringify made of a Content.
  return JSON.parse(text) as Content
}
