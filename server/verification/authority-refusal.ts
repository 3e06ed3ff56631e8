import type { Kysely } from 'kysely'
import type { Tables } from '../database/tables.ts'

/** True where an official was the last to say no to this organisation's real-name verification: what people refused, no machine passes. */
export async function wasRefusedByAuthority(db: Kysely<Tables>, organisationId: string): Promise<boolean> {
  const last = await db
    .selectFrom('manual_review')
    .select('approved')
    .where('organisation_id', '=', organisationId)
    .where((row) => row.or([row('refused_by', 'is not', null), row('approved', '=', 1)]))
    .orderBy('requested_at', 'desc')
    .executeTakeFirst()
  return last?.approved === 0
}
