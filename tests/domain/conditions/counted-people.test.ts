import { describe, expect, it } from 'vitest'
import { countsAsEngineer, countsAsOperator } from '../../../domain/conditions/counted-people.ts'

const engineer = { state: 'normal', verified: true, validUntil: '2026-06-30' } as const

describe('counted people', () => {
  it('count an engineer through the last day of the registration', () => {
    expect(countsAsEngineer(engineer, '2026-06-30')).toBe(true)
    expect(countsAsEngineer(engineer, '2026-07-01')).toBe(false)
  })

  it('leave out engineers who left or are not verified', () => {
    expect(countsAsEngineer({ ...engineer, state: 'left' }, '2026-01-01')).toBe(false)
    expect(countsAsEngineer({ ...engineer, verified: false }, '2026-01-01')).toBe(false)
  })

  it('count operators with a valid ID number who were not removed', () => {
    const operator = { idNumber: '11010119900307803X', removedAt: null }
    expect(countsAsOperator(operator, '2026-01-01')).toBe(true)
    expect(countsAsOperator({ ...operator, idNumber: '110101199003078031' }, '2026-01-01')).toBe(false)
    expect(countsAsOperator({ ...operator, removedAt: '2025-11-22T02:00:00Z' }, '2026-01-01')).toBe(false)
  })
})
