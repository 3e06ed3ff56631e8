import type { Database } from 'better-sqlite3'

export const name = '0020-print-orders'

/** Who ordered which print by which version of a template, and those versions themselves: a label is reprinted as it was. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE print_order (
      job_id TEXT PRIMARY KEY,
      label_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      -- JSON; null where nobody was signed in.
      ordered_by TEXT,
      -- JSON; null for the built-in layout.
      template TEXT,
      ordered_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE label_design (
      fingerprint TEXT PRIMARY KEY,
      -- Of the template whose version was kept first; another may have the same design.
      revision INTEGER NOT NULL,
      design TEXT NOT NULL,
      kept_at TEXT NOT NULL
    ) STRICT;

    -- The job's end as it was registered last: one that is confirmed later, or sent anew, is told again. Null: by an older program.
    ALTER TABLE recorded_print ADD COLUMN finished_at TEXT;
  `)
}
