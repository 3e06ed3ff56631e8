import type { Database } from 'better-sqlite3'

export const name = '0004-kept-drafts'

/** What somebody gave up stays for a while: an undo must survive leaving the page, and the end of the program. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE discarded_draft (
      id TEXT PRIMARY KEY,
      scope TEXT NOT NULL,
      form TEXT NOT NULL,
      subject TEXT NOT NULL,
      title TEXT NOT NULL,
      content TEXT NOT NULL,
      saved_at TEXT NOT NULL,
      discarded_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX discarded_draft_by_scope ON discarded_draft (scope, discarded_at);
  `)
}
