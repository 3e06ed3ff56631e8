import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { first } from './migrations/0001-first.ts'
import { oneSeatOneKey } from './migrations/0002-one-seat-one-key.ts'
import { workstations } from './migrations/0003-workstations.ts'
import { sessionsAndLooks } from './migrations/0005-sessions-and-looks.ts'
import { verificationByFace } from './migrations/0008-verification-by-face.ts'
import { stoppedLabelKeys } from './migrations/0020-stopped-label-keys.ts'
import type { Tables } from './tables.ts'

/** In order of their names; one that was ever released is never changed again. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-first': first,
  '0002-one-seat-one-key': oneSeatOneKey,
  '0003-workstations': workstations,
  '0005-sessions-and-looks': sessionsAndLooks,
  '0008-verification-by-face': verificationByFace,
  '0020-stopped-label-keys': stoppedLabelKeys,
}

/** SQLite could run its DDL in a transaction, but the Migrator does not ask it to: half a migration would stop the server for good. */
const wholeOrNot: Record<string, Migration> = Object.fromEntries(
  Object.entries(MIGRATIONS).map(([name, migration]) => [
    name,
    {
      up: (db) =>
        db.isTransaction ? migration.up(db) : db.transaction().execute((trx) => migration.up(trx)),
    },
  ]),
)

/** Applies what is missing; several processes may start at once. Throws the first failure. */
export async function migrateToLatest(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(wholeOrNot) } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error instanceof Error ? error : new Error('migration failed', { cause: error })
}
