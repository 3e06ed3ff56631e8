import { describe, expect, it } from 'vitest'
import { builtOnce } from '../../../server/database/built-once.ts'
import { ENGINES } from '../../support/databases.ts'

describe.each(ENGINES)('builtOnce on $name', ({ open }) => {
  it('builds a statement the first time and runs it with whatever is given after that', async () => {
    const db = await open()
    let times = 0
    const write = (key: string, value: string) =>
      builtOnce(db, 'write one', [key, value], () => {
        times += 1
        return db.insertInto('server_meta').values({ key, value })
      })
    await write('one', '甲')
    await db.transaction().execute((trx) =>
      builtOnce(trx, 'write one', ['two', '乙'], () => {
        throw new Error('built twice')
      }),
    )
    expect(times).toBe(1)
    const rows = await db.selectFrom('server_meta').selectAll().where('key', 'in', ['one', 'two']).execute()
    expect(rows.map(({ value }) => value).sort()).toEqual(['乙', '甲'])
  })

  it('throws where the parameters given are not those of the statement', async () => {
    const db = await open()
    const of = (parameters: string[]) =>
      builtOnce(db, 'read one', parameters, () =>
        db.selectFrom('server_meta').select('value').where('key', '=', 'epoch'),
      )
    expect(() => of(['another'])).toThrow(/read one/)
    expect(() => of(['epoch', 'more'])).toThrow(/read one/)
    expect((await of(['epoch'])).rows).toHaveLength(1)
  })
})
