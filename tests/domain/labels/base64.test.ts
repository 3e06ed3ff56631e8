import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeBase64,
  decodeBase64Url,
  encodeBase64,
  encodeBase64Url,
} from '../../../domain/labels/base64.ts'

const bytes = fc.uint8Array({ maxLength: 20_000 })

describe('base64', () => {
  it('agrees with Node and comes back as it went', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(encodeBase64(data)).toBe(Buffer.from(data).toString('base64'))
        expect(encodeBase64Url(data)).toBe(Buffer.from(data).toString('base64url'))
        expect(decodeBase64(encodeBase64(data))).toEqual(data)
        expect(decodeBase64Url(encodeBase64Url(data))).toEqual(data)
      }),
      { numRuns: 50 },
    )
  })

  it.each(['QQ', 'QR==', 'Q===', 'QQ=A', 'Q Q=', 'QQ==\n', '维保维保'])(
    'refuses %j, which is not canonical',
    (text) => {
      expect(decodeBase64(text)).toBeNull()
    },
  )

  it.each(['A', 'QR', 'QQ==', 'a+b/'])('refuses %j as base64url', (text) => {
    expect(decodeBase64Url(text)).toBeNull()
  })
})
