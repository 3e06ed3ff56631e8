import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Tables } from '../tables.ts'

/** Sessions of verification by face, hashes of pictures that were seen once, and the second look at a refusal. Pictures themselves are never in the database. */
export const verificationByFace: Migration = {
  async up(db: Kysely<Tables>) {
    const session = db.schema
      .createTable('face_session')
      .addColumn('id', 'text', (column) => column.primaryKey())
    const needed = [
      'organisation_id',
      'account_id',
      'person_hash',
      'way',
      'state',
      'nonce',
      'prompts',
      'created_at',
      'expires_at',
    ]
    const maybe = [
      'token_hash',
      'code',
      'public_key',
      'private_key',
      'consent_version',
      'consent_at',
      'camera_label',
      'submitted_at',
      'ended_at',
      'reason',
      'findings',
      'versions',
      'payload_hash',
      'outside_receipt',
      'material_until',
    ]
    const withText = needed.reduce(
      (table, name) => table.addColumn(name, 'text', (column) => column.notNull()),
      session,
    )
    await maybe
      .reduce((table, name) => table.addColumn(name, 'text'), withText)
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('revealed_at', 'text')
      .execute()
    await db.schema
      .createIndex('face_session_organisation')
      .on('face_session')
      .column('organisation_id')
      .execute()
    await db.schema.createIndex('face_session_person').on('face_session').column('person_hash').execute()
    await db.schema
      .createIndex('face_session_token')
      .on('face_session')
      .column('token_hash')
      .unique()
      .execute()
    await db.schema
      .createTable('face_picture')
      .addColumn('hash', 'text', (column) => column.primaryKey())
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('seen_at', 'text', (column) => column.notNull())
      .execute()
    for (const column of ['face_session_id', 'refused_by', 'refused_at', 'refused_reason'])
      await db.schema.alterTable('manual_review').addColumn(column, 'text').execute()
  },
}
