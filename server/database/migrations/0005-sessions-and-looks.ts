import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Tables } from '../tables.ts'

/** A log-in says from which computer it came; who looked at what, and whom penalties were recorded for, is found without reading everything. */
export const sessionsAndLooks: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema.alterTable('session').addColumn('device', 'text').execute()
    await db.schema
      .createIndex('audit_organisation_number')
      .on('audit')
      .columns(['organisation_id', 'number'])
      .execute()
    await db.schema.createIndex('audit_action_number').on('audit').columns(['action', 'number']).execute()
    await db.schema
      .createIndex('record_penalty')
      .on('record')
      .column('type')
      .where('type', '=', 'penalty')
      .execute()
  },
}
