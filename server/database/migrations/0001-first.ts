import { randomUUID } from 'node:crypto'
import type { CreateTableBuilder, Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Tables } from '../tables.ts'

type ColumnKind = 'text' | 'text?' | 'integer' | 'integer?'

/** Columns by name; a `?` allows null. Keys and indexes follow. */
const TABLES: Record<
  string,
  { columns: Record<string, ColumnKind>; primary: string[]; unique?: string[][]; index?: string[][] }
> = {
  server_meta: { columns: { key: 'text', value: 'text' }, primary: ['key'] },
  organisation: {
    columns: {
      id: 'text',
      name: 'text',
      credit_code: 'text',
      province: 'text',
      change_seq: 'integer',
      created_at: 'text',
    },
    primary: ['id'],
    unique: [['credit_code']],
    index: [['name']],
  },
  account: {
    columns: {
      id: 'text',
      role: 'text',
      mobile: 'text',
      password_hash: 'text',
      display_name: 'text',
      organisation_id: 'text?',
      region_code: 'text?',
      engineer_profile: 'text?',
      engineer_verified: 'integer',
      failed_attempts: 'integer',
      locked_until: 'text?',
      password_changed_at: 'text',
      created_at: 'text',
    },
    primary: ['id'],
    unique: [['mobile']],
    index: [['organisation_id']],
  },
  session: {
    columns: {
      token_hash: 'text',
      account_id: 'text',
      created_at: 'text',
      expires_at: 'text',
      last_seen_at: 'text',
      ended_at: 'text?',
    },
    primary: ['token_hash'],
    index: [['account_id'], ['expires_at']],
  },
  sms_code: {
    columns: {
      id: 'text',
      mobile: 'text',
      purpose: 'text',
      code_hash: 'text',
      sent_at: 'text',
      expires_at: 'text',
      attempts: 'integer',
      used_at: 'text?',
    },
    primary: ['id'],
    index: [['mobile', 'purpose', 'sent_at']],
  },
  spent_proof: { columns: { hash: 'text', expires_at: 'text' }, primary: ['hash'], index: [['expires_at']] },
  limit_count: {
    columns: { key: 'text', window_start: 'text', count: 'integer' },
    primary: ['key', 'window_start'],
    index: [['window_start']],
  },
  client: {
    columns: {
      id: 'text',
      organisation_id: 'text',
      account_id: 'text',
      last_seq: 'integer',
      acked_cursor: 'integer',
      revoked_at: 'text?',
      created_at: 'text',
    },
    primary: ['id'],
    index: [['organisation_id']],
  },
  applied: {
    columns: { client_id: 'text', seq: 'integer', hash: 'text', result: 'text', applied_at: 'text' },
    primary: ['client_id', 'seq'],
  },
  record: {
    columns: {
      organisation_id: 'text',
      type: 'text',
      id: 'text',
      rev: 'integer',
      change_seq: 'integer',
      deleted: 'integer',
      schema: 'integer',
      body: 'text',
    },
    primary: ['organisation_id', 'type', 'id'],
    unique: [['organisation_id', 'change_seq']],
  },
  version: {
    columns: {
      organisation_id: 'text',
      type: 'text',
      record_id: 'text',
      rev: 'integer',
      account_id: 'text?',
      client_id: 'text?',
      seq: 'integer?',
      cause: 'text',
      server_time: 'text',
      client_time: 'text?',
      body: 'text',
    },
    primary: ['organisation_id', 'type', 'record_id', 'rev'],
  },
  blob: {
    columns: {
      organisation_id: 'text',
      sha256: 'text',
      size_bytes: 'integer',
      media_type: 'text',
      verified_at: 'text',
    },
    primary: ['organisation_id', 'sha256'],
    index: [['sha256']],
  },
  engineer_seat: {
    columns: {
      id_number_hash: 'text',
      certificate_hash: 'text',
      account_id: 'text',
      organisation_id: 'text',
      record_id: 'text',
    },
    primary: ['id_number_hash'],
    unique: [['certificate_hash']],
    index: [['organisation_id'], ['account_id']],
  },
  operator_listing: {
    columns: { organisation_id: 'text', record_id: 'text', id_number_hash: 'text' },
    primary: ['organisation_id', 'record_id'],
    index: [['id_number_hash']],
  },
  application: {
    columns: {
      id: 'text',
      account_id: 'text',
      organisation_id: 'text',
      region_code: 'text',
      state: 'text',
      body: 'text',
      submitted_at: 'text',
    },
    primary: ['id'],
    index: [['account_id'], ['organisation_id'], ['state', 'region_code']],
  },
  manual_review: {
    columns: {
      organisation_id: 'text',
      region_code: 'text',
      statement: 'text',
      requested_at: 'text',
      decided_at: 'text?',
      decided_by: 'text?',
      approved: 'integer?',
      reason: 'text?',
    },
    primary: ['organisation_id', 'requested_at'],
    index: [['decided_at', 'region_code']],
  },
  published: {
    columns: {
      organisation_id: 'text',
      name: 'text',
      credit_code: 'text',
      region_codes: 'text',
      service_types: 'text',
      effective_since: 'text',
      body: 'text',
    },
    primary: ['organisation_id'],
    index: [['name'], ['credit_code']],
  },
  label_key: {
    columns: {
      key_id: 'text',
      organisation_id: 'text',
      client_id: 'text',
      public_key: 'text',
      serial_prefix: 'text',
      created_at: 'text',
      revoked_at: 'text?',
    },
    primary: ['key_id'],
    unique: [['serial_prefix']],
    index: [['organisation_id']],
  },
  label: {
    columns: { serial: 'text', organisation_id: 'text', record_id: 'text', key_id: 'text' },
    primary: ['serial'],
    index: [['organisation_id']],
  },
  audit: {
    columns: {
      number: 'integer',
      at: 'text',
      account_id: 'text?',
      organisation_id: 'text?',
      action: 'text',
      subject: 'text',
      details: 'text',
      previous_hash: 'text',
      hash: 'text',
    },
    primary: ['number'],
    index: [['organisation_id', 'number']],
  },
}

export const first: Migration = {
  async up(db: Kysely<Tables>) {
    for (const [name, table] of Object.entries(TABLES)) {
      let create: CreateTableBuilder<string, string> = db.schema.createTable(name)
      for (const [column, kind] of Object.entries(table.columns)) {
        create = create.addColumn(column, kind.startsWith('text') ? 'text' : 'integer', (definition) =>
          kind.endsWith('?') ? definition : definition.notNull(),
        )
      }
      await create.addPrimaryKeyConstraint(`${name}_primary`, table.primary).execute()
      for (const columns of table.unique ?? []) {
        await db.schema
          .createIndex(`${name}_${columns.join('_')}_unique`)
          .unique()
          .on(name)
          .columns(columns)
          .execute()
      }
      for (const columns of table.index ?? []) {
        await db.schema
          .createIndex(`${name}_${columns.join('_')}`)
          .on(name)
          .columns(columns)
          .execute()
      }
    }
    await db
      .insertInto('server_meta')
      .values([
        { key: 'epoch', value: randomUUID() },
        { key: 'audit-head', value: JSON.stringify({ number: 0, hash: '0'.repeat(64) }) },
      ])
      .execute()
  },
}
