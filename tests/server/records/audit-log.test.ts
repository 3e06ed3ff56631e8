import { describe, expect, it } from 'vitest'
import { inTransaction } from '../../../server/database/database.ts'
import { audit, findBrokenAuditLink } from '../../../server/records/audit-log.ts'
import { ENGINES } from '../../support/databases.ts'

const entry = (subject: string) => ({
  at: new Date('2026-11-22T02:00:00.000Z'),
  accountId: 'account-1',
  organisationId: null,
  action: 'test.look',
  subject,
  details: { fields: 2 },
})

describe.each(ENGINES)('audit on $name', ({ open }) => {
  async function withEntries(count: number) {
    const db = await open()
    await Promise.all(
      Array.from({ length: count }, (_, index) =>
        inTransaction(db, (trx) => audit(trx, entry(`subject-${index}`))),
      ),
    )
    return db
  }

  it('chains entries without a gap, also when many write at once', async () => {
    const db = await withEntries(20)
    const rows = await db.selectFrom('audit').select('number').orderBy('number').execute()
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    expect(await findBrokenAuditLink(db)).toBeNull()
  })

  it('shows an altered entry', async () => {
    const db = await withEntries(5)
    await db.updateTable('audit').set({ account_id: 'somebody-else' }).where('number', '=', 3).execute()
    expect(await findBrokenAuditLink(db)).toBe(3)
  })

  it('shows a removed entry, also the last', async () => {
    const middle = await withEntries(5)
    await middle.deleteFrom('audit').where('number', '=', 2).execute()
    expect(await findBrokenAuditLink(middle)).toBe(2)
    const last = await withEntries(5)
    await last.deleteFrom('audit').where('number', '=', 5).execute()
    expect(await findBrokenAuditLink(last)).toBe(5)
  })

  it('leaves no trace of a transaction that was rolled back', async () => {
    const db = await withEntries(1)
    const failed = inTransaction(db, async (trx) => {
      await audit(trx, entry('never'))
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await findBrokenAuditLink(db)).toBeNull()
    expect(await db.selectFrom('audit').selectAll().execute()).toHaveLength(1)
  })
})
