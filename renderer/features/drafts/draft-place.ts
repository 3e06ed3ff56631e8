import { isNewSubject, type Draft } from '../../../domain/drafts/draft.ts'

/** The page, and the dialog on it, in which a draft is gone on with. */
export function draftPlace({ form, subject }: Pick<Draft, 'form' | 'subject'>): string {
  const id = encodeURIComponent(subject)
  switch (form) {
    case 'organisation-registration':
      return '/register'
    case 'engineer-registration':
      return '/register/engineer'
    case 'materials':
      return subject === 'change' ? '/organisation/edit' : '/registration/materials'
    case 'manual-review':
      return '/registration/verification?review=1'
    case 'engineer-application':
      return '/engineer/apply'
    case 'operator':
      return isNewSubject(subject) ? `/people/operators?draft=${id}` : `/people/operators?edit=${id}`
    case 'operator-import':
      return `/people/operators/import?draft=${id}`
    case 'application-answer':
      return `/people/engineers?decline=${id}`
    case 'self-entry':
      return '/self-entry/review'
    case 'project':
      return isNewSubject(subject) ? `/practice/new?draft=${id}` : `/practice/${id}/edit`
    case 'conclusion':
      return `/practice/${id}/conclusion`
    case 'staff-change':
      return `/practice/${id}/staff`
    case 'penalty':
      return '/supervision/penalties/new'
    case 'penalty-withdrawal':
      return `/supervision/penalties?withdraw=${id}`
    case 'label':
      return isNewSubject(subject) ? '/labels/print' : `/labels/print?project=${id}`
    case 'label-template':
      return isNewSubject(subject) ? `/label-templates/new?draft=${id}` : `/label-templates/${id}`
    case 'label-withdrawal':
      return `/labels?withdraw=${id}`
    case 'application-decision':
      return `/supervision?decide=${id}`
    case 'verification-decision':
      return `/supervision/verifications?refuse=${id}`
  }
}
