import { ref, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { isNewSubject } from '../../../domain/drafts/draft.ts'

/** A subject that no draft has yet. */
export function newSubject(): string {
  return `new-${crypto.randomUUID()}`
}

export interface NewSubject {
  subject: Readonly<Ref<string>>
  /** Goes on with another draft that was begun. */
  take: (subject: string) => void
}

/** The draft of a page that makes something new. It stands in the address, so that a reload finds the same one and a link can name one. */
export function useNewSubject(): NewSubject {
  const route = useRoute()
  const router = useRouter()
  const { path } = route
  const subject = ref('')

  function take(taken: string): void {
    void router.replace({ query: { ...route.query, draft: taken } })
  }

  watch(
    () => route.query['draft'],
    (named) => {
      // The page is on its way out: another page's address is none of its business.
      if (route.path !== path) return
      const known = typeof named === 'string' && isNewSubject(named)
      subject.value = known ? named : newSubject()
      if (!known) take(subject.value)
    },
    { immediate: true },
  )
  return { subject, take }
}
