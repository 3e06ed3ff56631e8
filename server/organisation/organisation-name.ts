import type { AfterChange } from '../records/mutation-handler.ts'

/** Goes before `next`: the name by which engineers and authorities find the organisation, and that of its account, follow its record. */
export function keepOrganisationName(next: AfterChange): AfterChange {
  return async (context, cause) => {
    if (cause === 'organisation-changed') {
      const { db, records, organisationId } = context
      const name = (await records.get('organisation', organisationId))?.body.name
      if (name !== undefined) {
        await db.updateTable('organisation').set({ name }).where('id', '=', organisationId).execute()
        await db
          .updateTable('account')
          .set({ display_name: name })
          .where('organisation_id', '=', organisationId)
          .where('role', '=', 'organisation')
          .execute()
      }
    }
    await next(context, cause)
  }
}
