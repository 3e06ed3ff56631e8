import { describe, expect, it } from 'vitest'
import { checkPenalty, normalisePenalty } from '../../../domain/penalties/penalty-checks.ts'
import type { PenaltyFields } from '../../../domain/penalties/penalty.ts'

const FIELDS: PenaltyFields = {
  decisionNumber: '宁消行罚决字〔2026〕第0012号',
  decidedOn: '2026-11-20',
  breach: '未按照国家标准开展维护保养',
  basis: '《中华人民共和国消防法》第六十九条',
  kinds: ['fine'],
  amountYuan: 8000.5,
  content: '罚款人民币 8000.5 元',
  executed: false,
  isPublic: true,
}
const check = (changes: Partial<PenaltyFields>) => checkPenalty({ ...FIELDS, ...changes }, '2026-11-22')

describe('a penalty', () => {
  it('is in order with a date, a breach, a basis, a kind and the sum of a fine', () => {
    expect(check({})).toEqual({})
  })

  it.each([0, -1, 100_000_001, 1.005, null])('is refused with the sum %s', (amountYuan) => {
    expect(Object.keys(check({ amountYuan }))).toEqual(['amountYuan'])
  })

  it('needs no sum where none is fined, and keeps none', () => {
    expect(check({ kinds: ['warning'], amountYuan: null })).toEqual({})
    expect(normalisePenalty({ ...FIELDS, kinds: ['warning'] }).amountYuan).toBeNull()
  })

  it('is not dated ahead or on a day that does not exist', () => {
    expect(check({ decidedOn: '2026-11-23' }).decidedOn).toContain('不能晚于今天')
    expect(check({ decidedOn: '2026-02-30' }).decidedOn).toContain('存在')
  })
})
