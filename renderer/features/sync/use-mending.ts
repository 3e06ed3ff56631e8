import { ref, type Ref } from 'vue'
import type { Failure } from '../../../domain/contracts/failure.ts'
import { sameValue } from '../../../domain/sync/merge.ts'
import { agent } from '../../agent/agent.ts'
import { timeText } from '../../shared/records/date-text.ts'
import type { PlaceOfEntry } from './place-of-entry.ts'

export interface Mending {
  /**
   * Makes the form ready with the refused content; false when nothing may be opened yet: it failed, or (`ask`) a draft of another content stands in
   * that form and the user has to choose first.
   */
  prepare: (place: PlaceOfEntry, title: string, use: 'ask' | 'refused' | 'draft') => Promise<boolean>
  asking: Ref<boolean>
  /** What is said of the draft that is there already. */
  draftWords: Ref<string>
  busy: Ref<boolean>
  failure: Ref<Failure | null>
}

/** Carries refused content into its form by way of a draft. A draft that somebody has typed there meanwhile is never overwritten unasked. */
export function useMending(): Mending {
  const asking = ref(false)
  const draftWords = ref('')
  const busy = ref(false)
  const failure = ref<Failure | null>(null)

  async function prepare(
    { draft }: PlaceOfEntry,
    title: string,
    use: 'ask' | 'refused' | 'draft',
  ): Promise<boolean> {
    asking.value = false
    if (!draft || use === 'draft') return true
    busy.value = true
    failure.value = null
    const ready = await putDraft(draft, title, use)
    busy.value = false
    return ready
  }

  async function putDraft(
    { form, subject, content }: NonNullable<PlaceOfEntry['draft']>,
    title: string,
    use: 'ask' | 'refused',
  ): Promise<boolean> {
    const present = await agent.drafts.open({ form, subject })
    if (!present.ok) return failed(present.failure)
    if (present.value && sameValue(present.value.content, content)) return true
    if (present.value && use === 'ask') {
      draftWords.value = `已有 ${timeText(present.value.savedAt)} 保存的草稿`
      asking.value = true
      return false
    }
    const saved = await agent.drafts.save({ form, subject, title, content })
    return saved.ok || failed(saved.failure)
  }

  function failed(why: Failure): false {
    failure.value = why
    return false
  }

  return { prepare, asking, draftWords, busy, failure }
}
