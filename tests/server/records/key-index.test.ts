import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeyIndex } from '../../../server/records/key-index.ts'

describe('createKeyIndex', () => {
  it('finds what a search through everything finds, whatever was put before', () => {
    const put = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      values: fc.uniqueArray(fc.constantFrom('1', '2', '3')),
    })
    fc.assert(
      fc.property(fc.array(put), (puts) => {
        const index = createKeyIndex()
        const model = new Map<string, string[]>()
        for (const { id, values } of puts) {
          index.put(id, values)
          model.set(id, values)
        }
        for (const value of ['1', '2', '3']) {
          const expected = [...model].filter(([, values]) => values.includes(value)).map(([id]) => id)
          expect([...index.find(value)].sort()).toEqual(expected.sort())
        }
        expect(index.size()).toBe(model.size)
        expect(['a', 'b', 'c'].filter((id) => index.has(id))).toEqual([...model.keys()].sort())
      }),
    )
  })
})
