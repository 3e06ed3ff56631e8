import { describe, expect, it } from 'vitest'
import { validityNote } from '../../../../renderer/shared/people/engineer-validity.ts'

describe('validityNote', () => {
  it.each([
    ['2026-11-21', '注册已过期', true],
    ['2026-11-22', '今天到期', false],
    ['2026-11-23', '1 天后到期', false],
    ['2027-02-20', '90 天后到期', false],
  ])('says of %s on 2026-11-22: %s', (validUntil, text, expired) => {
    expect(validityNote(validUntil, '2026-11-22')).toEqual({ text, expired })
  })

  it('says nothing while the end is more than 90 days off', () => {
    expect(validityNote('2027-02-21', '2026-11-22')).toBeNull()
  })
})
