import type { Draft } from '../../../domain/drafts/draft.ts'

/** The page on which a draft is gone on with. */
export function draftPlace({ form, subject }: Pick<Draft, 'form' | 'subject'>): string {
  switch (form) {
    case 'organisation-registration':
      return '/register'
    case 'engineer-registration':
      return '/register/engineer'
    case 'materials':
      return '/registration/materials'
    case 'engineer-application':
      return '/engineer/apply'
    case 'operator':
      return '/people/operators'
    case 'self-entry':
      return '/self-entry/review'
    case 'project':
      return subject === 'new' ? '/practice/new' : `/practice/${encodeURIComponent(subject)}/edit`
    case 'conclusion':
      return `/practice/${encodeURIComponent(subject)}/conclusion`
    case 'label':
      return subject === 'new' ? '/labels/print' : `/labels/print?project=${encodeURIComponent(subject)}`
  }
}
