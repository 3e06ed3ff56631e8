import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Tables } from '../tables.ts'

/** How far a key's labels had been reported when it was stopped: what it signs afterwards is not genuine. */
export const stoppedLabelKeys: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema.alterTable('label_key').addColumn('last_number', 'integer').execute()
  },
}
