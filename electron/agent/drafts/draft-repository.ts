import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Draft, DraftForm } from '../../../domain/drafts/draft.ts'
import { inTransaction } from '../storage/database.ts'

export interface DraftKey {
  form: DraftForm
  subject: string
}

export interface DraftRepository {
  find(scope: string, key: DraftKey): Draft | null
  put(
    scope: string,
    key: DraftKey,
    draft: Pick<Draft, 'title' | 'content' | 'savedAt'> & { id?: string },
  ): Draft
  remove(scope: string, key: DraftKey): void
  /** Newest first. */
  list(scope: string): Draft[]
}

export interface DraftRow {
  form: DraftForm
  subject: string
  id: string
  title: string
  content: string
  saved_at: string
}

export function createDraftRepository(db: Database): DraftRepository {
  const one = db.prepare<[string, string, string], DraftRow>(
    'SELECT * FROM draft WHERE scope = ? AND form = ? AND subject = ?',
  )
  const all = db.prepare<[string], DraftRow>('SELECT * FROM draft WHERE scope = ? ORDER BY saved_at DESC')
  const put = db.prepare<unknown[], DraftRow>(
    `INSERT INTO draft (scope, form, subject, id, title, content, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (scope, form, subject) DO UPDATE SET title = excluded.title, content = excluded.content, saved_at = excluded.saved_at
     RETURNING *`,
  )
  const remove = db.prepare('DELETE FROM draft WHERE scope = ? AND form = ? AND subject = ?')
  return {
    find: (scope, { form, subject }) => {
      const row = one.get(scope, form, subject)
      return row ? toDraft(row) : null
    },
    put: (scope, { form, subject }, { id, title, content, savedAt }) => {
      const row = inTransaction(db, () =>
        put.get(scope, form, subject, id ?? randomUUID(), title, JSON.stringify(content), savedAt),
      )
      if (!row) throw new Error('a draft that was just saved is missing')
      return toDraft(row)
    },
    remove: (scope, { form, subject }) => void remove.run(scope, form, subject),
    list: (scope) => all.all(scope).map(toDraft),
  }
}

export function toDraft(row: DraftRow): Draft {
  return {
    id: row.id,
    form: row.form,
    subject: row.subject,
    title: row.title,
    // Safe: the column is written only by put() and keep(), as JSON of this shape.
    content: JSON.parse(row.content) as Draft['content'],
    savedAt: row.saved_at,
  }
}
