import type { Kysely, Updateable } from 'kysely'
import type { FaceState } from '../../domain/verification/face-contract.ts'
import type { Tables } from '../database/tables.ts'
import { DAY_MS } from './face-tries.ts'

export type FaceSessionRow = Tables['face_session']

/** States in which a session can still go on. */
export const OPEN_STATES = [
  'waiting',
  'scanned',
  'capturing',
  'deciding',
  'busy',
] as const satisfies FaceState[]

export interface FaceSessionRepository {
  insert: (db: Kysely<Tables>, row: FaceSessionRow) => Promise<void>
  find: (id: string) => Promise<FaceSessionRow | null>
  findByToken: (tokenHash: string) => Promise<FaceSessionRow | null>
  findByOutsideReceipt: (receipt: string) => Promise<FaceSessionRow | null>
  openOf: (db: Kysely<Tables>, organisationId: string) => Promise<FaceSessionRow[]>
  /** Changes it only from one of these states; false where somebody was faster. */
  change: (
    id: string,
    from: readonly FaceState[],
    changes: Omit<Updateable<FaceSessionRow>, 'id' | 'version'>,
    db?: Kysely<Tables>,
  ) => Promise<boolean>
  /** When prompts were shown to this organisation or this person within a day, in order. */
  shownAt: (
    db: Kysely<Tables>,
    who: { organisationId: string; personHash: string },
    now: Date,
  ) => Promise<Date[]>
  withMaterial: (organisationId: string | null) => Promise<{ id: string; material_until: string }[]>
  /** Sessions with material whose review was decided or given up. */
  withMaterialUnneeded: () => Promise<string[]>
  /** True where another session has sent one of these files; remembers them. */
  seenBefore: (hashes: readonly string[], sessionId: string, now: Date) => Promise<boolean>
  forgetPictures: (before: Date) => Promise<void>
  /** Open sessions that can no longer end by themselves. */
  overdue: (now: Date, decidingSince: Date) => Promise<FaceSessionRow[]>
}

export function createFaceSessionRepository(database: Kysely<Tables>): FaceSessionRepository {
  const sessions = () => database.selectFrom('face_session').selectAll()
  return {
    async insert(db, row) {
      await db.insertInto('face_session').values(row).execute()
    },
    find: async (id) => (await sessions().where('id', '=', id).executeTakeFirst()) ?? null,
    findByToken: async (hash) => (await sessions().where('token_hash', '=', hash).executeTakeFirst()) ?? null,
    findByOutsideReceipt: async (receipt) =>
      (await sessions().where('outside_receipt', '=', receipt).executeTakeFirst()) ?? null,
    openOf: (db, organisationId) =>
      db
        .selectFrom('face_session')
        .selectAll()
        .where('organisation_id', '=', organisationId)
        .where('state', 'in', OPEN_STATES)
        .execute(),
    async change(id, from, changes, db = database) {
      const { numUpdatedRows } = await db
        .updateTable('face_session')
        .set((row) => ({ ...changes, version: row('version', '+', 1) }))
        .where('id', '=', id)
        .where('state', 'in', from)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async shownAt(db, { organisationId, personHash }, now) {
      const since = new Date(now.getTime() - DAY_MS).toISOString()
      const rows = await db
        .selectFrom('face_session')
        .select('revealed_at')
        .where((row) =>
          row.or([row('organisation_id', '=', organisationId), row('person_hash', '=', personHash)]),
        )
        .where('revealed_at', '>', since)
        .orderBy('revealed_at')
        .execute()
      return rows.flatMap(({ revealed_at: at }) => (at === null ? [] : [new Date(at)]))
    },
    async withMaterial(organisationId) {
      const rows = await database
        .selectFrom('face_session')
        .select(['id', 'material_until'])
        .where('material_until', 'is not', null)
        .$if(organisationId !== null, (query) => query.where('organisation_id', '=', organisationId ?? ''))
        .execute()
      return rows.map(({ id, material_until: until }) => ({ id, material_until: until ?? '' }))
    },
    async withMaterialUnneeded() {
      const rows = await database
        .selectFrom('face_session')
        .select('id')
        .where('material_until', 'is not', null)
        .where((row) =>
          row.not(
            row.exists(
              row
                .selectFrom('manual_review')
                .select('face_session_id')
                .whereRef('manual_review.face_session_id', '=', 'face_session.id')
                .where('decided_at', 'is', null),
            ),
          ),
        )
        .execute()
      return rows.map(({ id }) => id)
    },
    async seenBefore(hashes, sessionId, now) {
      for (const hash of hashes) {
        await database
          .insertInto('face_picture')
          .values({ hash, session_id: sessionId, seen_at: now.toISOString() })
          .onConflict((conflict) => conflict.column('hash').doNothing())
          .execute()
        const first = await database
          .selectFrom('face_picture')
          .select('session_id')
          .where('hash', '=', hash)
          .executeTakeFirst()
        // The same session may send them again where the server was busy.
        if (first?.session_id !== sessionId) return true
      }
      return false
    },
    async forgetPictures(before) {
      await database.deleteFrom('face_picture').where('seen_at', '<', before.toISOString()).execute()
    },
    overdue: (now, decidingSince) =>
      sessions()
        .where((row) =>
          row.or([
            row.and([
              row('state', 'in', ['waiting', 'scanned', 'capturing', 'busy']),
              row('expires_at', '<', now.toISOString()),
            ]),
            row.and([row('state', '=', 'deciding'), row('submitted_at', '<', decidingSince.toISOString())]),
          ]),
        )
        .execute(),
  }
}
