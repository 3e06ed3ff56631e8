import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Which life of this database it is. */
export async function readEpoch(db: Kysely<Tables>): Promise<string> {
  const { value } = await db
    .selectFrom('server_meta')
    .select('value')
    .where('key', '=', 'epoch')
    .executeTakeFirstOrThrow()
  return value
}

/** To be called once after a backup was restored: workstations then offer again what the backup does not know. */
export async function renewEpoch(db: Kysely<Tables>): Promise<string> {
  const value = randomUUID()
  await db.updateTable('server_meta').set({ value }).where('key', '=', 'epoch').execute()
  return value
}
