import { describe, expect, it } from 'vitest'
import { addYears, chinaDay, fullYearsBetween, isCalendarDay } from '../../../domain/records/calendar.ts'

describe('calendar', () => {
  it('says which day it is in China', () => {
    expect(chinaDay(Date.parse('2025-11-21T15:59:59.999Z'))).toBe('2025-11-21')
    expect(chinaDay(Date.parse('2025-11-21T16:00:00Z'))).toBe('2025-11-22')
    expect(chinaDay()).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })

  it('knows which days exist', () => {
    expect(isCalendarDay('2024-02-29')).toBe(true)
    expect(isCalendarDay('2023-02-29')).toBe(false)
    expect(isCalendarDay('1900-02-29')).toBe(false)
    expect(isCalendarDay('2024-13-01')).toBe(false)
    expect(isCalendarDay('2024-1-1')).toBe(false)
    expect(isCalendarDay('')).toBe(false)
  })

  it('counts full years by birthday', () => {
    expect(fullYearsBetween('2004-02-29', '2022-02-28')).toBe(17)
    expect(fullYearsBetween('2004-02-29', '2022-03-01')).toBe(18)
    expect(fullYearsBetween('2000-06-15', '2025-06-14')).toBe(24)
    expect(fullYearsBetween('2000-06-15', '2025-06-15')).toBe(25)
  })

  it('adds years, moving 29 February on where it does not exist', () => {
    expect(addYears('2025-11-22', 3)).toBe('2028-11-22')
    expect(addYears('2024-02-29', 3)).toBe('2027-03-01')
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29')
  })
})
