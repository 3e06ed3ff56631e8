import type { Database } from 'better-sqlite3'

export const name = '0003-nothing-lost'

/** Numbers that had to change keep where they came from; reading the whole feed again survives a restart; decisions on conflicts can be taken back. */
export function up(db: Database): void {
  db.exec(`
    -- Where this content may have been sent before: another workstation's export, or this one before a backup was restored.
    ALTER TABLE outbox ADD COLUMN origin_client TEXT;
    ALTER TABLE outbox ADD COLUMN origin_seq INTEGER;
    ALTER TABLE outbox ADD COLUMN tried_at TEXT;
    -- Fields of the patch that are as in set_fields and base_fields, kept there alone: a JSON list of names; null where the patch stands whole.
    ALTER TABLE outbox ADD COLUMN patch_shared TEXT;
    -- A refused row that was given up: the number that took its place, its own where the server's values were taken instead; null while it can be taken back.
    ALTER TABLE outbox ADD COLUMN replaced_by INTEGER;
    -- A record that was saved a thousand times costs no more than one that was saved once.
    DROP INDEX outbox_by_record;
    CREATE INDEX outbox_by_record ON outbox (workspace_id, record_type, record_id, state, result_rev);
    CREATE UNIQUE INDEX outbox_by_origin ON outbox (workspace_id, origin_client, origin_seq) WHERE origin_client IS NOT NULL;

    -- The feed's head when reading it anew began; null while it is not read anew.
    ALTER TABLE workspace ADD COLUMN snapshot_head INTEGER;
    ALTER TABLE workspace ADD COLUMN revoked_at TEXT;
    -- How often reading the feed from its start has begun; a record carries the count at which the feed last named it. What is behind when the end is reached is gone.
    ALTER TABLE workspace ADD COLUMN feed_round INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE record ADD COLUMN feed_round INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX record_by_round ON record (workspace_id, feed_round) WHERE base_rev > 0;

    -- Whoever enters a number is told at once when it stands here already.
    CREATE INDEX record_contract_number ON record (workspace_id, json_extract(body, '$.contractNumber')) WHERE type = 'project';
    CREATE INDEX record_operator_id_number ON record (workspace_id, json_extract(body, '$.idNumber')) WHERE type = 'operator';
    CREATE INDEX record_operator_certificate ON record (workspace_id, json_extract(body, '$.certificateNumber')) WHERE type = 'operator';

    ALTER TABLE conflict ADD COLUMN kept_at TEXT;
    ALTER TABLE conflict ADD COLUMN choice TEXT CHECK (choice IN ('mine', 'theirs'));
    -- The server's value when it was decided, so that the decision can be taken back.
    ALTER TABLE conflict ADD COLUMN theirs TEXT;
    -- What was decided together is taken back together.
    ALTER TABLE conflict ADD COLUMN decision INTEGER;

    -- Lower goes first.
    ALTER TABLE attachment ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
    -- The server's epoch when it verified the file: one that was restored since may have lost it.
    ALTER TABLE attachment ADD COLUMN verified_epoch TEXT;
    -- 1: this workstation's own copy is gone or damaged.
    ALTER TABLE attachment ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
    -- Since when nothing here names the file; what nobody names for long is let go.
    ALTER TABLE attachment ADD COLUMN unnamed_since TEXT;
  `)
}
