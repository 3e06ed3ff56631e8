import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Tables } from '../tables.ts'

/** Workstations are named, seen and shut out; tombstones are purged below a horizon; content that came under a second number is known by its first. */
export const workstations: Migration = {
  async up(db: Kysely<Tables>) {
    for (const column of ['name', 'app_version', 'last_seen_at', 'revoked_by'])
      await db.schema.alterTable('client').addColumn(column, 'text').execute()
    await db.schema
      .alterTable('client')
      .addColumn('acked_seq', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
    await db.schema
      .alterTable('organisation')
      .addColumn('horizon_seq', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
    await db.schema.alterTable('session').addColumn('client_id', 'text').execute()
    await db.schema.alterTable('record').addColumn('deleted_at', 'text').execute()
    await db.schema
      .alterTable('version')
      .addColumn('deleted', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
    await db.schema
      .createTable('passed_on')
      .addColumn('organisation_id', 'text', (column) => column.notNull())
      .addColumn('client_id', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('result', 'text', (column) => column.notNull())
      .addColumn('applied_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('passed_on_primary', ['organisation_id', 'client_id', 'seq', 'hash'])
      .execute()
    await db.schema.createIndex('session_client_id').on('session').column('client_id').execute()
  },
}
