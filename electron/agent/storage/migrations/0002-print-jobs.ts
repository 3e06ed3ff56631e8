import type { Database } from 'better-sqlite3'

export const name = '0002-print-jobs'

/** Printers as they were last seen, with what was set for them, and the durable print queue. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE label_printer (
      id TEXT PRIMARY KEY,
      transport TEXT NOT NULL,
      maker TEXT NOT NULL,
      model TEXT NOT NULL,
      serial TEXT,
      language TEXT,
      settings TEXT,
      paused INTEGER NOT NULL DEFAULT 0,
      -- How many bytes of a job cut off half way the printer may still be waiting for; 0 when it waits for none.
      unfinished_bytes INTEGER NOT NULL DEFAULT 0,
      first_seen_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE print_job (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      printer_id TEXT NOT NULL REFERENCES label_printer (id),
      title TEXT NOT NULL,
      label_id TEXT,
      copies INTEGER NOT NULL,
      paper TEXT NOT NULL,
      bits BLOB,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'confirmed', 'needs-attention', 'cancelled')),
      message TEXT,
      bytes_total INTEGER NOT NULL DEFAULT 0,
      bytes_sent INTEGER NOT NULL DEFAULT 0,
      created_at TEXT NOT NULL,
      finished_at TEXT
    ) STRICT;
    CREATE INDEX print_job_by_printer_and_state ON print_job (printer_id, state, number);
  `)
}
