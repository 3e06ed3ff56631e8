import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepUnknown } from '../../../server/records/keep-unknown.ts'

describe('keepUnknown', () => {
  it('keeps fields that the schema left out, at every depth', () => {
    const stored = { name: '甲', later: 1, place: { city: '南京', zip: '210000' } }
    const read = { name: '甲', place: { city: '南京' } }
    const next = { name: '乙', place: { city: '苏州' } }
    expect(keepUnknown(stored, read, next)).toEqual({
      name: '乙',
      later: 1,
      place: { city: '苏州', zip: '210000' },
    })
  })

  it('follows items of a list by their id when they move, and lets removed ones go', () => {
    const stored = [
      { id: 'a', name: '一', later: 1 },
      { id: 'b', name: '二', later: 2 },
    ]
    const read = stored.map(({ id, name }) => ({ id, name }))
    const next = [
      { id: 'c', name: '三' },
      { id: 'b', name: '改' },
    ]
    expect(keepUnknown(stored, read, next)).toEqual([
      { id: 'c', name: '三' },
      { id: 'b', name: '改', later: 2 },
    ])
  })

  it('keeps a list without ids whole where nobody changed it', () => {
    const stored = [{ at: 1, later: true }]
    expect(keepUnknown(stored, [{ at: 1 }], [{ at: 1 }])).toEqual(stored)
    expect(keepUnknown(stored, [{ at: 1 }], [{ at: 2 }])).toEqual([{ at: 2 }])
  })

  it('leaves out what was left out on purpose', () => {
    expect(keepUnknown({ name: '甲', note: '旧' }, { name: '甲', note: '旧' }, { name: '甲' })).toEqual({
      name: '甲',
    })
  })

  it('changes nothing where the schema knows everything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, next) => {
        expect(keepUnknown(before, before, next)).toEqual(next)
      }),
    )
  })
})
