import type { Database } from 'better-sqlite3'

export const name = '0001-workspace'

/**
 * What a workstation keeps. A workspace is one account of one organisation here: its rows are never sent under another account's name, and signing out
 * deletes none of them. `outbox.seq` counts per workspace without gaps, because the server applies by it.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

    CREATE TABLE session (
      account_id TEXT PRIMARY KEY,
      mobile TEXT NOT NULL,
      body TEXT NOT NULL,
      -- Salted scrypt of the password that the server last accepted; null after a sign-in by SMS.
      verifier TEXT,
      is_current INTEGER NOT NULL DEFAULT 0,
      signed_in_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE draft (
      scope TEXT NOT NULL,
      form TEXT NOT NULL,
      subject TEXT NOT NULL,
      id TEXT NOT NULL,
      title TEXT NOT NULL,
      content TEXT NOT NULL,
      saved_at TEXT NOT NULL,
      PRIMARY KEY (scope, form, subject)
    ) STRICT;

    CREATE TABLE workspace (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL,
      organisation_id TEXT NOT NULL,
      client_id TEXT NOT NULL UNIQUE,
      epoch TEXT,
      cursor INTEGER NOT NULL DEFAULT 0,
      last_seq INTEGER NOT NULL DEFAULT 0,
      last_confirmed_at TEXT,
      UNIQUE (account_id, organisation_id)
    ) STRICT;

    CREATE TABLE record (
      workspace_id INTEGER NOT NULL REFERENCES workspace (id),
      type TEXT NOT NULL,
      id TEXT NOT NULL,
      base_rev INTEGER NOT NULL,
      -- What the server last said; null while it has not seen the record.
      base_body TEXT,
      -- The same with this workstation's changes that the server has not answered, or refused.
      body TEXT,
      deleted INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (workspace_id, type, id)
    ) STRICT;

    CREATE TABLE outbox (
      workspace_id INTEGER NOT NULL REFERENCES workspace (id),
      seq INTEGER NOT NULL,
      name TEXT NOT NULL,
      version INTEGER NOT NULL,
      record_type TEXT,
      record_id TEXT NOT NULL,
      base_rev INTEGER NOT NULL,
      title TEXT NOT NULL,
      set_fields TEXT NOT NULL,
      base_fields TEXT NOT NULL,
      blobs TEXT NOT NULL,
      -- Effect on the local body until the server's own version arrives: changed fields as they were and as they became.
      patch_before TEXT,
      patch TEXT,
      -- 1: a refusal leaves the change visible on the record, so that the user can mend it.
      stays_visible INTEGER NOT NULL DEFAULT 0,
      created_at TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'acked', 'parked', 'discarded')),
      attempts INTEGER NOT NULL DEFAULT 0,
      message TEXT,
      result_rev INTEGER,
      answered_at TEXT,
      PRIMARY KEY (workspace_id, seq)
    ) STRICT;
    CREATE INDEX outbox_by_record ON outbox (workspace_id, record_type, record_id);
    CREATE INDEX outbox_by_state ON outbox (workspace_id, state, seq);

    CREATE TABLE conflict (
      workspace_id INTEGER NOT NULL,
      record_type TEXT NOT NULL,
      record_id TEXT NOT NULL,
      field TEXT NOT NULL,
      seq INTEGER NOT NULL,
      mine TEXT,
      base TEXT,
      at_rev INTEGER NOT NULL,
      resolved_by INTEGER,
      PRIMARY KEY (workspace_id, seq, field)
    ) STRICT;
    CREATE INDEX conflict_open ON conflict (workspace_id, resolved_by);

    CREATE TABLE attachment (
      workspace_id INTEGER NOT NULL REFERENCES workspace (id),
      sha256 TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      media_type TEXT NOT NULL,
      purpose TEXT NOT NULL,
      page_count INTEGER,
      state TEXT NOT NULL CHECK (state IN ('staged', 'uploading', 'verified')),
      -- 1 once something sent to the server names the file: only then is it uploaded.
      wanted INTEGER NOT NULL DEFAULT 0,
      uploaded_bytes INTEGER NOT NULL DEFAULT 0,
      tus_url TEXT,
      refusal TEXT,
      added_at TEXT NOT NULL,
      PRIMARY KEY (workspace_id, sha256)
    ) STRICT;

    CREATE TABLE recorded_print (job_id TEXT PRIMARY KEY, recorded_at TEXT NOT NULL) STRICT;
  `)
}
