import { sql, type Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'

/**
 * What one mutation does to the tables, to be kept or undone. The savepoint is set when `db` is first looked at: most mutations write records only, which wait in
 * memory, and need none. A transaction has one connection that runs statements in the order they were given, so the savepoint stands before whatever follows.
 */
export interface Savepoint {
  readonly db: Transaction<Tables>
  keep: () => Promise<void>
  undo: () => Promise<void>
}

export function createSavepoint(trx: Transaction<Tables>): Savepoint {
  let set: Promise<unknown> | null = null
  const end = async (back: boolean) => {
    if (!set) return
    await set
    if (back) await sql`rollback to savepoint mutation`.execute(trx)
    await sql`release savepoint mutation`.execute(trx)
    set = null
  }
  return {
    get db() {
      if (!set) {
        set = sql`savepoint mutation`.execute(trx)
        // Whoever ends the mutation awaits it and hears of a failure there.
        set.catch(() => undefined)
      }
      return trx
    },
    keep: () => end(false),
    undo: () => end(true),
  }
}
