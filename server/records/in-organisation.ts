import type { Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import type { CapabilityDependencies, OrganisationContext } from './capability.ts'

type Dependencies = Pick<CapabilityDependencies, 'database' | 'now' | 'openRecords' | 'announce'>

/**
 * Takes the feed's lock before anything of the organisation is read: two transactions that both change its people then see each other's work, and the
 * conditions of practice are never judged on a half of it. Writing the number it already has is the lock that both databases know.
 */
export async function lockOrganisation(db: Transaction<Tables>, organisationId: string): Promise<boolean> {
  const row = await db
    .updateTable('organisation')
    .set((eb) => ({ change_seq: eb.ref('change_seq') }))
    .where('id', '=', organisationId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Runs `work` in one transaction that holds the locks of these organisations (always taken in the same order) and tells their workstations afterwards. */
export async function inOrganisations<T>(
  dependencies: Dependencies,
  organisationIds: readonly string[],
  accountId: string | null,
  work: (contextOf: (organisationId: string) => OrganisationContext, db: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  const ids = [...new Set(organisationIds)].sort()
  const now = dependencies.now()
  const result = await dependencies.database.transaction().execute(async (db) => {
    for (const id of ids) await lockOrganisation(db, id)
    return work(
      (organisationId) => ({
        db,
        records: dependencies.openRecords(db, organisationId, { accountId }),
        organisationId,
        now,
        accountId,
      }),
      db,
    )
  })
  for (const id of ids) dependencies.announce(id)
  return result
}

export function inOrganisation<T>(
  dependencies: Dependencies,
  organisationId: string,
  accountId: string | null,
  work: (context: OrganisationContext) => Promise<T>,
): Promise<T> {
  return inOrganisations(dependencies, [organisationId], accountId, (contextOf) =>
    work(contextOf(organisationId)),
  )
}
