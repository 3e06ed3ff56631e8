import { type Kysely, sql } from 'kysely'
import { parseLabelSerial } from '../../domain/labels/label-serial.ts'
import type { Tables } from '../database/tables.ts'

export interface StoppedWorkstation {
  organisationId: string
  clientId: string
  at: Date
}

/**
 * Stops the keys with which a workstation signed its labels; belongs into the transaction that shuts the workstation out. Labels that it reported before stay
 * genuine; `last_number` says, for those who check without the server, up to which number that is so.
 */
export async function stopLabelKeys(
  { organisationId, clientId, at }: StoppedWorkstation,
  db: Kysely<Tables>,
): Promise<void> {
  const keys = await db
    .selectFrom('label_key')
    .select('key_id')
    .where('organisation_id', '=', organisationId)
    .where('client_id', '=', clientId)
    .where('revoked_at', 'is', null)
    .execute()
  for (const { key_id } of keys) {
    const last = await db
      .selectFrom('label')
      .select('serial')
      .where('key_id', '=', key_id)
      .orderBy(sql`length(serial)`, 'desc')
      .orderBy('serial', 'desc')
      .limit(1)
      .executeTakeFirst()
    const last_number = (last && parseLabelSerial(last.serial)?.counter) ?? 0
    await db
      .updateTable('label_key')
      .set({ revoked_at: at.toISOString(), last_number })
      .where('key_id', '=', key_id)
      .execute()
  }
}
