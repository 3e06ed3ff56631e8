import type { Kysely } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import {
  type DisclosurePage,
  type DisclosureSearch,
  PublishedOrganisation,
  PublishedPenalty,
} from '../../domain/disclosure/disclosure-contract.ts'
import { foldAndJoin } from '../../domain/identifiers/fold-width.ts'
import { normaliseOrganisationName } from '../../domain/organisation/registration-checks.ts'
import { stands } from '../../domain/penalties/penalty.ts'
import type { Tables } from '../database/tables.ts'
import { createRecordReader } from '../records/record-store.ts'

export interface DisclosureService {
  /** Twenty to a page, by name; only organisations whose self-entry is effective at this moment. */
  search: (search: DisclosureSearch) => Promise<DisclosurePage>
  /** With its public penalties as they are now. Null when it is not, or no longer, published. */
  find: (id: string) => Promise<PublishedOrganisation | null>
}

const PAGE_SIZE = 20
const TEXT_MAX = 100
/** Nobody reads page 500; whoever walks that far is copying the register. */
const PAGES_MAX = 500

export function createDisclosureService(db: Kysely<Tables>, now: () => Date): DisclosureService {
  return {
    async search({ text, regionCode, serviceType, page }) {
      if (page > PAGES_MAX || text.length > TEXT_MAX) {
        throw new FailureError('invalid-input', { message: '查询条件过宽，请填写机构名称或选择区域后再查询' })
      }
      const matching = filter(db, text, regionCode, serviceType)
      const { total } = await matching.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow()
      const rows = await matching
        .select('body')
        .orderBy('name')
        .orderBy('organisation_id')
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
        .execute()
      const organisations = rows.map(({ body }) => summaryOf(PublishedOrganisation.parse(JSON.parse(body))))
      return { total: Number(total), page, pageSize: PAGE_SIZE, asOf: now().toISOString(), organisations }
    },
    async find(id) {
      const row = await db
        .selectFrom('published')
        .select('body')
        .where('organisation_id', '=', id)
        .executeTakeFirst()
      if (!row) return null
      const organisation = PublishedOrganisation.parse(JSON.parse(row.body))
      return { ...organisation, penalties: await publicPenalties(db, id) }
    },
  }
}

async function publicPenalties(db: Kysely<Tables>, organisationId: string): Promise<PublishedPenalty[]> {
  const penalties = await createRecordReader(db, organisationId).list('penalty')
  return penalties
    .filter(({ body }) => body.isPublic && stands(body))
    .sort((one, other) => other.body.decidedOn.localeCompare(one.body.decidedOn))
    .map(({ body }) => PublishedPenalty.parse(body))
}

function filter(
  db: Kysely<Tables>,
  text: string,
  regionCode: string | null,
  serviceType: DisclosureSearch['serviceType'],
) {
  const name = withoutWildcards(normaliseOrganisationName(text))
  const code = withoutWildcards(foldAndJoin(text).toUpperCase())
  const region = regionCode && withoutWildcards(regionCode).replace(/[^0-9]/g, '')
  return db
    .selectFrom('published')
    .$if(name !== '', (query) =>
      query.where((eb) => eb.or([eb('name', 'like', `%${name}%`), eb('credit_code', 'like', `${code}%`)])),
    )
    .$if(Boolean(region), (query) => query.where('region_codes', 'like', `%"${region}"%`))
    .$if(serviceType !== null, (query) => query.where('service_types', 'like', `%"${serviceType}"%`))
}

/** A `%` typed by somebody must not match everything; no name, code or region holds one. */
function withoutWildcards(text: string): string {
  return text.replace(/[%_\\]/g, '')
}

function summaryOf({
  id,
  name,
  creditCode,
  region,
  serviceTypes,
  effectiveSince,
}: PublishedOrganisation): DisclosurePage['organisations'][number] {
  return { id, name, creditCode, region, serviceTypes, effectiveSince }
}
