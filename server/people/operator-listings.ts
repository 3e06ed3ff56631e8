import { builtOnce } from '../database/built-once.ts'
import type { OrganisationContext } from '../records/organisation-context.ts'
import type { PersonalHash } from '../records/personal-hash.ts'
import { openRecordStore, SERVER_ITSELF } from '../records/record-store.ts'

type Context = Pick<OrganisationContext, 'db' | 'records' | 'organisationId' | 'now'>

export interface OperatorListings {
  /** Where the operator now stands: takes the place of an older listing of the same record. True when the person is listed by another organisation too. */
  list: (context: Context, recordId: string, idNumber: string) => Promise<boolean>
  unlist: (context: Context, recordId: string) => Promise<void>
}

/**
 * Who lists whom as operator. The rules allow one person in two organisations (rules.md §2), so nothing is refused: each record concerned is marked
 * `listedElsewhere`, in every organisation, without saying where.
 */
export function createOperatorListings(personalHash: PersonalHash): OperatorListings {
  async function markOthers(context: Context, hash: string): Promise<boolean> {
    const { rows } = await builtOnce(context.db, 'listings of a person', [hash], () =>
      context.db
        .selectFrom('operator_listing')
        .selectAll()
        .where('id_number_hash', '=', hash)
        .orderBy('organisation_id'),
    )
    for (const row of rows) {
      if (row.organisation_id === context.organisationId) continue
      const records = await openRecordStore(
        context.db,
        row.organisation_id,
        () => SERVER_ITSELF,
        () => context.now,
      )
      const elsewhere = rows.some((other) => other.organisation_id !== row.organisation_id)
      const record = await records.get('operator', row.record_id)
      // A tombstone stays one: writing to it would bring the record back.
      if (!record || record.deleted || record.body.listedElsewhere === elsewhere) continue
      await records.put(
        'operator',
        record.id,
        { ...record.body, listedElsewhere: elsewhere },
        'listed-elsewhere',
      )
    }
    return rows.some((row) => row.organisation_id !== context.organisationId)
  }

  async function find({ db, organisationId }: Context, recordId: string): Promise<string | null> {
    const { rows } = await builtOnce(db, 'listing of a record', [organisationId, recordId], () =>
      db
        .selectFrom('operator_listing')
        .select('id_number_hash')
        .where('organisation_id', '=', organisationId)
        .where('record_id', '=', recordId),
    )
    return rows[0]?.id_number_hash ?? null
  }

  async function write({ db, organisationId }: Context, recordId: string, hash: string): Promise<void> {
    const listing = { organisation_id: organisationId, record_id: recordId, id_number_hash: hash }
    await builtOnce(db, 'list an operator', Object.values(listing), () =>
      db
        .insertInto('operator_listing')
        .values(listing)
        .onConflict((conflict) =>
          conflict
            .columns(['organisation_id', 'record_id'])
            .doUpdateSet((row) => ({ id_number_hash: row.ref('excluded.id_number_hash') })),
        ),
    )
  }

  async function remove(context: Context, recordId: string): Promise<string | null> {
    const row = await context.db
      .deleteFrom('operator_listing')
      .where('organisation_id', '=', context.organisationId)
      .where('record_id', '=', recordId)
      .returning('id_number_hash')
      .executeTakeFirst()
    return row?.id_number_hash ?? null
  }

  return {
    async list(context, recordId, idNumber) {
      const hash = personalHash('id-number', idNumber)
      const former = await find(context, recordId)
      if (former !== hash) await write(context, recordId, hash)
      if (former !== null && former !== hash) await markOthers(context, former)
      return markOthers(context, hash)
    },
    async unlist(context, recordId) {
      const former = await remove(context, recordId)
      if (former !== null) await markOthers(context, former)
    },
  }
}
