import type { Kysely, Selectable, Transaction } from 'kysely'
import type { RecordType } from '../../domain/records/records.ts'
import type { Tables } from '../database/tables.ts'

type ClientRow = Selectable<Tables['client']>

/** An organisation's workstations; every question names the organisation, so that nobody reaches another's. */
export const workstationRepository = {
  list(db: Kysely<Tables>, organisationId: string): Promise<(ClientRow & { mobile: string | null })[]> {
    return db
      .selectFrom('client')
      .leftJoin('account', 'account.id', 'client.account_id')
      .selectAll('client')
      .select('account.mobile')
      .where('client.organisation_id', '=', organisationId)
      .orderBy('client.created_at')
      .orderBy('client.id')
      .execute()
  },

  /** False where the organisation has no such workstation. */
  async rename(db: Kysely<Tables>, organisationId: string, clientId: string, name: string): Promise<boolean> {
    const renamed = await db
      .updateTable('client')
      .set({ name })
      .where('id', '=', clientId)
      .where('organisation_id', '=', organisationId)
      .returning('id')
      .executeTakeFirst()
    return renamed !== undefined
  },

  /** `before`: it was revoked already, and stays as it was. Waits for a push of that workstation to end. */
  async revoke(
    db: Transaction<Tables>,
    organisationId: string,
    clientId: string,
    changes: Pick<ClientRow, 'revoked_at' | 'revoked_by'>,
  ): Promise<'now' | 'before' | 'not-found'> {
    const revoked = await db
      .updateTable('client')
      .set(changes)
      .where('id', '=', clientId)
      .where('organisation_id', '=', organisationId)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (revoked) return 'now'
    const known = await db
      .selectFrom('client')
      .select('id')
      .where('id', '=', clientId)
      .where('organisation_id', '=', organisationId)
      .executeTakeFirst()
    return known ? 'before' : 'not-found'
  },

  /** Oldest first, with the names of who and where as they are now. */
  versions(db: Kysely<Tables>, organisationId: string, type: RecordType, recordId: string) {
    return db
      .selectFrom('version')
      .leftJoin('account', 'account.id', 'version.account_id')
      .leftJoin('client', (join) =>
        join
          .onRef('client.id', '=', 'version.client_id')
          .onRef('client.organisation_id', '=', 'version.organisation_id'),
      )
      .select(['version.rev', 'server_time', 'version.client_id', 'cause', 'deleted', 'body'])
      .select(['account.mobile', 'client.name'])
      .where('version.organisation_id', '=', organisationId)
      .where('version.type', '=', type)
      .where('version.record_id', '=', recordId)
      .orderBy('version.rev')
      .execute()
  },
}
