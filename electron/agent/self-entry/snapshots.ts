import type { SelfEntryRevision } from '../../../domain/self-entry/self-entry.ts'
import type { Workspace } from '../storage/workspace.ts'

export function lastSubmission(own: Workspace): SelfEntryRevision | null {
  return own
    .list('self-entry-revision')
    .map(({ body }) => body)
    .filter(({ cause }) => cause === 'submission')
    .reduce<SelfEntryRevision | null>(
      (latest, revision) => (latest && latest.number > revision.number ? latest : revision),
      null,
    )
}

/** What a submission made now would hold; null before the organisation's data are here. */
export function currentSnapshot(
  own: Workspace,
  letterSha256: string | null,
): SelfEntryRevision['snapshot'] | null {
  const organisation = own.list('organisation')[0]?.body
  if (!organisation) return null
  return {
    organisation,
    engineers: own
      .list('engineer')
      .filter(({ body }) => body.state === 'normal')
      .map(({ id, body }) => ({ ...body, id })),
    operators: own
      .list('operator')
      .filter(({ body }) => body.removedAt === null)
      .map(({ id, body }) => ({ ...body, id })),
    letterSha256: letterSha256 ?? '',
  }
}
