import { describe, expect, it } from 'vitest'
import type { OperatorView } from '../../../../domain/people/people-contract.ts'
import { filterOperators, matchesMasked } from '../../../../renderer/shared/people/operator-search.ts'

const operator = (id: string, changes: Partial<OperatorView> = {}): OperatorView => ({
  id,
  name: '苗佳',
  mobile: '138****7719',
  idNumber: '320***********1106',
  certificateNumber: '2019000000000013',
  level: 'four',
  direction: 'none',
  sex: '女',
  listedElsewhere: false,
  removedAt: null,
  syncState: 'synced',
  refusal: null,
  warnings: [],
  ...changes,
})
const ALL = { text: '', level: null, direction: null, doubtfulOnly: false }

describe('filterOperators', () => {
  const people = [
    operator('a'),
    operator('b', { name: '罗然华', level: 'five', mobile: '177****7308', idNumber: '320***********696X' }),
    operator('c', { name: '徐晓欣', certificateNumber: 'No000003', warnings: ['请与证书核对'] }),
  ]
  const found = (filter: Partial<typeof ALL>) =>
    filterOperators(people, { ...ALL, ...filter }).map(({ id }) => id)

  it('keeps everybody, in order, without a condition', () => {
    expect(found({})).toEqual(['a', 'b', 'c'])
  })

  it('finds a part of a name and of a certificate number, whatever the case and the spaces', () => {
    expect(found({ text: '然' })).toEqual(['b'])
    expect(found({ text: ' no 000003 ' })).toEqual(['c'])
  })

  it('finds a complete phone or ID number by its masked twin', () => {
    expect(found({ text: '17712347308' })).toEqual(['b'])
    expect(found({ text: '32010619900101696x' })).toEqual(['b'])
  })

  it('does not find a complete number whose visible digits differ', () => {
    expect(found({ text: '17712347309' })).toEqual([])
  })

  it('joins the conditions', () => {
    expect(
      filterOperators(people, { text: '', level: 'four', direction: null, doubtfulOnly: true }).map(
        ({ id }) => id,
      ),
    ).toEqual(['c'])
  })
})

describe('matchesMasked', () => {
  it('takes a part only where it shows', () => {
    expect(matchesMasked('138****7719', '7719')).toBe(true)
    expect(matchesMasked('138****7719', '0000')).toBe(false)
  })
})
