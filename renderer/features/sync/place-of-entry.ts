import { LabelFields } from '../../../domain/labels/label.ts'
import type { DraftForm } from '../../../domain/drafts/draft.ts'
import type { OutboxDetail } from '../../../domain/sync/sync-contract.ts'

/** Where a refused entry is mended. */
export interface PlaceOfEntry {
  /** The route with the form, or with the record where it has no form. */
  path: string
  /** What the form is to hold: it is put there as a draft. null where the record itself still shows the refused content, or where nothing was typed. */
  draft: { form: DraftForm; subject: string; content: Record<string, unknown> } | null
  /** Whether there is a form at all; else only the record can be looked at. */
  mendable: boolean
}

/** null for what belongs to no screen, such as the record of a look at a number. */
export function placeOfEntry(
  entry: Pick<OutboxDetail, 'name' | 'recordId' | 'changes'>,
): PlaceOfEntry | null {
  const id = encodeURIComponent(entry.recordId)
  const typed = Object.fromEntries(entry.changes.map(({ field, after }) => [field, after]))
  switch (entry.name) {
    case 'operator.save':
      return place(`/people/operators?edit=${id}`)
    case 'operator.remove':
    case 'operator.restore':
      return recordOnly('/people/operators')
    case 'engineer.set-position':
      return place(`/people/engineers?edit=${id}:${encodeURIComponent(textOf(typed['position']))}`)
    case 'application.answer':
      return typed['agree'] === true
        ? recordOnly('/people/engineers')
        : reasonPlace(`/people/engineers?decline=${id}`, 'application-answer', entry.recordId, typed)
    case 'project.save':
      return place(`/practice/${id}/edit`)
    case 'project.change-staff':
      return place(`/practice/${id}/staff`)
    case 'project.conclude':
      return place(`/practice/${id}/conclusion`, {
        form: 'conclusion',
        subject: entry.recordId,
        content: typed,
      })
    case 'self-entry.submit':
      return place('/self-entry/review', {
        form: 'self-entry',
        subject: 'submission',
        content: { changeNote: textOf(typed['changeNote']) },
      })
    case 'label.issue':
      return labelPlace(typed)
    case 'label.withdraw':
      return reasonPlace(`/labels?withdraw=${id}`, 'label-withdrawal', entry.recordId, typed)
    case 'label.record-print':
      return recordOnly('/labels')
    case 'template.save':
      return place(`/label-templates/${id}`)
    case 'template.remove':
    case 'template.restore':
      return recordOnly('/label-templates')
    case 'personal-data.reveal':
    case 'personal-data.export':
      return null
  }
}

/** A label is signed as a whole: it is mended by issuing another one with the same choices. */
function labelPlace(typed: Record<string, unknown>): PlaceOfEntry {
  const projectId = textOf(typed['projectId'])
  const names = Object.keys(LabelFields.shape)
  const content = Object.fromEntries(names.map((name) => [name, textOf(typed[name])]))
  return place(`/labels/print?project=${encodeURIComponent(projectId)}`, {
    form: 'label',
    subject: projectId,
    content: { ...content, printerId: '', count: 1, copies: 1 },
  })
}

/** The dialogs that ask for one reason keep it as `text`. */
function reasonPlace(
  path: string,
  form: DraftForm,
  subject: string,
  typed: Record<string, unknown>,
): PlaceOfEntry {
  return place(path, { form, subject, content: { text: textOf(typed['reason']) } })
}

const place = (path: string, draft: PlaceOfEntry['draft'] = null): PlaceOfEntry => ({
  path,
  draft,
  mendable: true,
})
const recordOnly = (path: string): PlaceOfEntry => ({ path, draft: null, mendable: false })
const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
