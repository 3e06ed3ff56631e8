import { describe, expect, it } from 'vitest'
import { regionCovers } from '../../../server/records/region-scope.ts'

describe('regionCovers', () => {
  it.each([
    ['000000', '320102', true],
    ['320000', '320102', true],
    ['320100', '320102', true],
    ['320102', '320102', true],
    ['320200', '320102', false],
    ['330000', '320102', false],
    ['500000', '500101', true],
    ['320000', '', false],
    [null, '320102', false],
  ])('says of authority %s and region %s: %s', (authority, region, covered) => {
    expect(regionCovers(authority, region)).toBe(covered)
  })
})
