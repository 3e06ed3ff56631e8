import type { Database } from 'better-sqlite3'
import type { Draft } from '../../../domain/drafts/draft.ts'
import type { DiscardedDraft } from '../../../domain/drafts/drafts-contract.ts'
import { toDraft, type DraftKey, type DraftRow } from './draft-repository.ts'

export interface DiscardedDraftRepository {
  keep(scope: string, draft: Draft, discardedAt: string): void
  find(scope: string, id: string): Draft | null
  newestOf(scope: string, key: DraftKey): Draft | null
  remove(scope: string, id: string): void
  removeBefore(instant: string): void
  /** Newest first. */
  list(scope: string): DiscardedDraft[]
}

export function createDiscardedDraftRepository(db: Database): DiscardedDraftRepository {
  const keep = db.prepare(
    'INSERT OR REPLACE INTO discarded_draft (id, scope, form, subject, title, content, saved_at, discarded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const one = db.prepare<[string, string], DraftRow>(
    'SELECT * FROM discarded_draft WHERE scope = ? AND id = ?',
  )
  const newest = db.prepare<[string, string, string], DraftRow>(
    'SELECT * FROM discarded_draft WHERE scope = ? AND form = ? AND subject = ? ORDER BY discarded_at DESC, rowid DESC LIMIT 1',
  )
  const all = db.prepare<[string], DraftRow & { discarded_at: string }>(
    'SELECT * FROM discarded_draft WHERE scope = ? ORDER BY discarded_at DESC, rowid DESC',
  )
  const remove = db.prepare('DELETE FROM discarded_draft WHERE scope = ? AND id = ?')
  const removeBefore = db.prepare('DELETE FROM discarded_draft WHERE discarded_at < ?')
  const orNull = (row: DraftRow | undefined) => (row ? toDraft(row) : null)
  return {
    keep: (scope, { id, form, subject, title, content, savedAt }, discardedAt) =>
      void keep.run(id, scope, form, subject, title, JSON.stringify(content), savedAt, discardedAt),
    find: (scope, id) => orNull(one.get(scope, id)),
    newestOf: (scope, { form, subject }) => orNull(newest.get(scope, form, subject)),
    remove: (scope, id) => void remove.run(scope, id),
    removeBefore: (instant) => void removeBefore.run(instant),
    list: (scope) => all.all(scope).map((row) => ({ ...toDraft(row), discardedAt: row.discarded_at })),
  }
}
