import type { Kysely } from 'kysely'
import { FailureError } from '../../domain/contracts/failure.ts'
import type { Tables } from '../database/tables.ts'

export interface Limit {
  /** Must hold no personal value: pass a PersonalHash of it. */
  key: string
  atMost: number
  windowMs: number
  message: string
}

/** Counts by key in windows of fixed length, in the database, so that all processes count together. */
export interface Limits {
  /** Counts one more; throws `too-many-requests` with the time left where that is too many. Inside a transaction it also makes equal keys take turns. */
  take: (limit: Limit, db?: Kysely<Tables>) => Promise<void>
  forgetOld: () => Promise<void>
}

export function createLimits(database: Kysely<Tables>, now: () => Date): Limits {
  return {
    async take({ key, atMost, windowMs, message }, db = database) {
      const nowMs = now().getTime()
      const startMs = Math.floor(nowMs / windowMs) * windowMs
      const { count } = await db
        .insertInto('limit_count')
        .values({ key, window_start: new Date(startMs).toISOString(), count: 1 })
        .onConflict((conflict) =>
          conflict
            .columns(['key', 'window_start'])
            .doUpdateSet((row) => ({ count: row('limit_count.count', '+', 1) })),
        )
        .returning('count')
        .executeTakeFirstOrThrow()
      if (count <= atMost) return
      const retryAfterSeconds = Math.ceil((startMs + windowMs - nowMs) / 1000)
      throw new FailureError('too-many-requests', { message, retryAfterSeconds })
    },
    async forgetOld() {
      const old = new Date(now().getTime() - 2 * 24 * 60 * 60 * 1000).toISOString()
      await database.deleteFrom('limit_count').where('window_start', '<', old).execute()
    },
  }
}
