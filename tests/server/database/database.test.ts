import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../server/database/database.ts'
import { readEpoch, renewEpoch } from '../../../server/database/epoch.ts'
import { ENGINES } from '../../support/databases.ts'

describe.each(ENGINES)('openDatabase on $name', ({ name, locate }) => {
  it('finds everything again when opened a second time', async () => {
    const location = await locate()
    const first = await openDatabase(location)
    const epoch = await readEpoch(first)
    await first.destroy()
    const second = await openDatabase(location)
    expect(await readEpoch(second)).toBe(epoch)
    expect(await renewEpoch(second)).not.toBe(epoch)
    await second.destroy()
  })

  it('brings an empty database up once when two processes start together', async () => {
    const location = await locate()
    // SQLite opened twice in one process would wait for itself.
    const opened =
      name === 'SQLite'
        ? [await openDatabase(location)]
        : await Promise.all([openDatabase(location), openDatabase(location)])
    for (const db of opened) {
      expect(await db.selectFrom('server_meta').select('key').orderBy('key').execute()).toEqual([
        { key: 'audit-head' },
        { key: 'epoch' },
      ])
      await db.destroy()
    }
  })

  it('survives a power cut after an answered write: FULL synchronisation on SQLite', async () => {
    const db = await openDatabase(await locate())
    const query =
      name === 'SQLite'
        ? sql<{ level: number }>`select synchronous as level from pragma_synchronous`
        : sql<{ level: number }>`select 2 as level where current_setting('synchronous_commit') = 'on'`
    expect((await query.execute(db)).rows).toEqual([{ level: 2 }])
    await db.destroy()
  })
})
