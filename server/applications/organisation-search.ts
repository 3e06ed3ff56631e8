import type { Kysely } from 'kysely'
import type { FoundOrganisation } from '../../domain/applications/applications-contract.ts'
import { foldAndJoin } from '../../domain/identifiers/fold-width.ts'
import { Organisation } from '../../domain/organisation/organisation.ts'
import { normaliseOrganisationName } from '../../domain/organisation/registration-checks.ts'
import { regionText } from '../../domain/regions/regions.ts'
import type { Tables } from '../database/tables.ts'

const FOUND_MAX = 20
/** Organisations that are not verified yet are dropped after reading, so more are read than shown. */
const READ_MAX = 200

/** Verified organisations whose name contains the text or whose credit code begins with it, at most twenty; nothing for fewer than two characters. */
export async function findOrganisations(db: Kysely<Tables>, text: string): Promise<FoundOrganisation[]> {
  const name = withoutWildcards(normaliseOrganisationName(text))
  const code = withoutWildcards(foldAndJoin(text).toUpperCase())
  if (name.length < 2) return []
  const rows = await db
    .selectFrom('organisation')
    .innerJoin('record', (join) =>
      join
        .onRef('record.organisation_id', '=', 'organisation.id')
        .onRef('record.id', '=', 'organisation.id')
        .on('record.type', '=', 'organisation'),
    )
    .select(['organisation.id', 'record.body'])
    .where((eb) =>
      eb.or([
        eb('organisation.name', 'like', `%${name}%`),
        eb('organisation.credit_code', 'like', `${code}%`),
      ]),
    )
    .orderBy('organisation.name')
    .limit(READ_MAX)
    .execute()
  return rows
    .map(({ id, body }) => ({ id, ...Organisation.parse(JSON.parse(body)) }))
    .filter(({ verification }) => verification.state === 'passed')
    .slice(0, FOUND_MAX)
    .map(({ id, name: found, creditCode, registrationProvince, materials }) => ({
      id,
      name: found,
      creditCode,
      region: regionText(materials?.regionCodes ?? [registrationProvince]),
    }))
}

/** No name or code holds one; a `%` typed by somebody must not match everything. */
function withoutWildcards(text: string): string {
  return text.replace(/[%_\\]/g, '')
}
