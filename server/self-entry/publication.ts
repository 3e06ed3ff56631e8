import type { PublishedOrganisation } from '../../domain/disclosure/disclosure-contract.ts'
import { countsAsEngineer, countsAsOperator } from '../../domain/conditions/counted-people.ts'
import { maskPersonalNumber } from '../../domain/identifiers/mask.ts'
import {
  ENGINEER_LEVEL_LABELS,
  ENGINEER_POSITION_LABELS,
  OPERATOR_DIRECTION_LABELS,
  OPERATOR_LEVEL_LABELS,
} from '../../domain/people/levels.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import { regionText } from '../../domain/regions/regions.ts'
import type { SelfEntryRevision } from '../../domain/self-entry/self-entry.ts'
import type { OrganisationContext } from '../records/organisation-context.ts'

type Snapshot = SelfEntryRevision['snapshot']

/** Keeps the row that 信息公开 reads in step with the effect, in the very transaction that decides it. */
export async function publish(
  { db, organisationId, now }: OrganisationContext,
  snapshot: Snapshot,
  effectiveSince: string | null,
): Promise<void> {
  const body = effectiveSince && publishedOrganisation(organisationId, snapshot, effectiveSince, now)
  if (!body) {
    await db.deleteFrom('published').where('organisation_id', '=', organisationId).execute()
    return
  }
  const values = {
    name: body.name,
    credit_code: body.creditCode,
    region_codes: JSON.stringify(snapshot.organisation.materials?.regionCodes ?? []),
    service_types: JSON.stringify(body.serviceTypes),
    effective_since: body.effectiveSince,
    body: JSON.stringify(body),
  }
  await db
    .insertInto('published')
    .values({ organisation_id: organisationId, ...values })
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(values))
    .execute()
}

/** What anybody may read: certificate numbers masked, no ID number, no private phone, only people who count. */
function publishedOrganisation(
  id: string,
  { organisation, engineers, operators }: Snapshot,
  effectiveSince: string,
  now: Date,
): PublishedOrganisation | null {
  const { materials } = organisation
  if (!materials) return null
  const on = chinaDay(now.getTime())
  return {
    id,
    name: organisation.name,
    creditCode: organisation.creditCode,
    region: regionText(materials.regionCodes),
    serviceTypes: materials.serviceTypes,
    effectiveSince,
    address: materials.address,
    scope: organisation.scope,
    registrationAuthority: materials.registrationAuthority,
    legalRepresentative: materials.legalRepresentative.name,
    publicContact: materials.publicContact,
    publicPhone: materials.publicPhone,
    publicEmail: materials.publicEmail,
    engineers: engineers
      .filter((engineer) => countsAsEngineer(engineer, on))
      .map((engineer) => ({
        name: engineer.name,
        level: ENGINEER_LEVEL_LABELS[engineer.level],
        position: ENGINEER_POSITION_LABELS[engineer.position],
        qualificationNumber: maskPersonalNumber(engineer.qualificationNumber || engineer.managementNumber),
      })),
    operators: operators
      .filter((operator) => countsAsOperator(operator, on))
      .map((operator) => ({
        name: operator.name,
        level: OPERATOR_LEVEL_LABELS[operator.level],
        direction: OPERATOR_DIRECTION_LABELS[operator.direction],
        certificateNumber: maskPersonalNumber(operator.certificateNumber),
      })),
  }
}
