import type { ConditionInput } from '../../domain/conditions/evaluate-conditions.ts'
import { countsAsEngineer, countsAsOperator } from '../../domain/conditions/counted-people.ts'
import { chinaDay } from '../../domain/records/calendar.ts'
import type { SelfEntryRevision } from '../../domain/self-entry/self-entry.ts'
import type { OrganisationContext } from '../records/organisation-context.ts'

type Snapshot = SelfEntryRevision['snapshot']

/** Everything that the conditions look at, as it stands in the transaction; null while the organisation has not handed in its materials. */
export async function takeSnapshot(
  { records, organisationId }: OrganisationContext,
  letterSha256: string,
): Promise<Snapshot | null> {
  const organisation = await records.get('organisation', organisationId)
  if (!organisation?.body.materials) return null
  const organisationInForce = { ...organisation.body }
  // Revisions stay for good: they hold nothing of somebody who is not verified.
  delete organisationInForce.changedMaterials
  const engineers = await records.list('engineer')
  const operators = await records.list('operator')
  return {
    organisation: organisationInForce,
    engineers: engineers
      .filter(({ body }) => body.state === 'normal')
      .map(({ id, body }) => ({ id, ...body })),
    operators: operators
      .filter(({ body }) => body.removedAt === null)
      .map(({ id, body }) => ({ id, ...body })),
    letterSha256,
  }
}

/** The letter counts only once its bytes have arrived whole and were found to be what they claim. */
export async function conditionInput(
  { db, organisationId, now }: OrganisationContext,
  { organisation, engineers, operators, letterSha256 }: Snapshot,
): Promise<ConditionInput> {
  const on = chinaDay(now.getTime())
  const letter = await db
    .selectFrom('blob')
    .select('sha256')
    .where('organisation_id', '=', organisationId)
    .where('sha256', '=', letterSha256)
    .where('media_type', '=', 'application/pdf')
    .executeTakeFirst()
  return {
    serviceTypes: organisation.materials?.serviceTypes ?? [],
    organisationVerified: organisation.verification.state === 'passed',
    letterPresent: letter !== undefined,
    engineers: engineers.map((engineer) => ({
      personKey: engineer.idNumber,
      level: engineer.level,
      position: engineer.position,
      counted: countsAsEngineer(engineer, on),
    })),
    operators: operators.map((operator) => ({
      personKey: operator.idNumber,
      level: operator.level,
      counted: countsAsOperator(operator, on),
    })),
    on,
    provincePrefix: organisation.materials?.regionCodes[0]?.slice(0, 2) ?? null,
  }
}
