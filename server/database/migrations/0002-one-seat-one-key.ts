import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Tables } from '../tables.ts'

/** 资格证书编号 and 证书管理号 are two numbers of one certificate and a seat is held by both; a signing key belongs to one workstation. */
export const oneSeatOneKey: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema.alterTable('engineer_seat').addColumn('second_certificate_hash', 'text').execute()
    await db.schema
      .createIndex('engineer_seat_second_certificate_hash_unique')
      .unique()
      .on('engineer_seat')
      .column('second_certificate_hash')
      .execute()
    await db.schema
      .createIndex('label_key_public_key_unique')
      .unique()
      .on('label_key')
      .column('public_key')
      .execute()
  },
}
