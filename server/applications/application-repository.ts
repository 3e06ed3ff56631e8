import type { Kysely, Selectable } from 'kysely'
import { Application, type ApplicationState } from '../../domain/applications/application.ts'
import type { OwnApplication } from '../../domain/applications/applications-contract.ts'
import type { Tables } from '../database/tables.ts'

export interface StoredApplication extends OwnApplication {
  regionCode: string
}

/** Applications of all organisations by engineer and by region; the organisation's own copy is a record of its feed. */
export interface ApplicationRepository {
  get: (db: Kysely<Tables>, id: string) => Promise<StoredApplication | null>
  ofEngineer: (db: Kysely<Tables>, accountId: string) => Promise<StoredApplication[]>
  inState: (db: Kysely<Tables>, state: ApplicationState) => Promise<StoredApplication[]>
  insert: (db: Kysely<Tables>, application: StoredApplication) => Promise<void>
  update: (db: Kysely<Tables>, id: string, body: Application) => Promise<void>
}

export const applicationRepository: ApplicationRepository = {
  async get(db, id) {
    const row = await db.selectFrom('application').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toApplication(row) : null
  },
  async ofEngineer(db, accountId) {
    const rows = await db
      .selectFrom('application')
      .selectAll()
      .where('account_id', '=', accountId)
      .orderBy('submitted_at', 'desc')
      .execute()
    return rows.map(toApplication)
  },
  async inState(db, state) {
    const rows = await db
      .selectFrom('application')
      .selectAll()
      .where('state', '=', state)
      .orderBy('submitted_at')
      .execute()
    return rows.map(toApplication)
  },
  async insert(db, { id, regionCode, ...application }) {
    const body = Application.parse(application)
    await db
      .insertInto('application')
      .values({
        id,
        account_id: body.engineer.accountId,
        organisation_id: body.organisationId,
        region_code: regionCode,
        state: body.state,
        body: JSON.stringify(body),
        submitted_at: body.submittedAt,
      })
      .execute()
  },
  async update(db, id, body) {
    await db
      .updateTable('application')
      .set({ state: body.state, body: JSON.stringify(Application.parse(body)) })
      .where('id', '=', id)
      .execute()
  },
}

function toApplication(row: Selectable<Tables['application']>): StoredApplication {
  return { ...Application.parse(JSON.parse(row.body)), id: row.id, regionCode: row.region_code }
}
