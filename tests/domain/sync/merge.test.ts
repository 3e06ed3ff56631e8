import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { merge3, sameValue } from '../../../domain/sync/merge.ts'

const value = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom('甲', '乙', '丙'),
  fc.boolean(),
  fc.constant(null),
)
const fields = fc.dictionary(fc.constantFrom('name', 'mobile', 'level', 'address'), value)
const items = fc
  .uniqueArray(fc.record({ id: fc.constantFrom('1', '2', '3', '4'), name: value }), {
    selector: (item) => item.id,
  })
  .map((list) => ({ buildings: list }))
const either = fc.oneof(fields, items)

describe('merge3', () => {
  it('takes the other side whole when one side changed nothing', () => {
    fc.assert(
      fc.property(either, either, (base, changed) => {
        expect(merge3(base, base, changed)).toEqual({ merged: changed, conflicts: [] })
        expect(sameValue(merge3(base, changed, base).merged, changed)).toBe(true)
        expect(merge3(base, changed, base).conflicts).toEqual([])
      }),
    )
  })

  it('sees no conflict in equal changes', () => {
    fc.assert(
      fc.property(either, either, (base, changed) => {
        expect(merge3(base, changed, changed)).toEqual({ merged: changed, conflicts: [] })
      }),
    )
  })

  it('keeps every changed value of mine or names its field as a conflict', () => {
    fc.assert(
      fc.property(fields, fields, fields, (base, mine, theirs) => {
        const { merged, conflicts } = merge3(base, mine, theirs)
        for (const [field, changed] of Object.entries(mine)) {
          if (sameValue(base[field], changed)) continue
          expect(sameValue(merged[field], changed) || conflicts.includes(field)).toBe(true)
        }
      }),
    )
  })

  it('keeps every changed value of theirs', () => {
    fc.assert(
      fc.property(fields, fields, fields, (base, mine, theirs) => {
        const { merged } = merge3(base, mine, theirs)
        for (const [field, changed] of Object.entries(theirs)) {
          if (!sameValue(base[field], changed)) expect(merged[field]).toEqual(changed)
        }
      }),
    )
  })

  it('finds the same conflicts from either side', () => {
    fc.assert(
      fc.property(either, either, either, (base, mine, theirs) => {
        expect(merge3(base, mine, theirs).conflicts.sort()).toEqual(
          merge3(base, theirs, mine).conflicts.sort(),
        )
      }),
    )
  })

  it('merges lists item by item', () => {
    const base = {
      buildings: [
        { id: 'a', name: '一号楼' },
        { id: 'b', name: '二号楼' },
      ],
    }
    const mine = {
      buildings: [
        { id: 'a', name: '一号楼（主楼）' },
        { id: 'b', name: '二号楼' },
      ],
    }
    const theirs = {
      buildings: [
        { id: 'a', name: '一号楼' },
        { id: 'c', name: '三号楼' },
      ],
    }
    expect(merge3(base, mine, theirs)).toEqual({
      merged: {
        buildings: [
          { id: 'a', name: '一号楼（主楼）' },
          { id: 'c', name: '三号楼' },
        ],
      },
      conflicts: [],
    })
  })

  it('keeps an item that one side removed and the other changed, as a conflict', () => {
    const base = { buildings: [{ id: 'a', name: '一号楼' }] }
    const changed = { buildings: [{ id: 'a', name: '主楼' }] }
    expect(merge3(base, changed, { buildings: [] })).toEqual({ merged: changed, conflicts: ['buildings'] })
  })
})
