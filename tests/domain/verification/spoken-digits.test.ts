import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spokenDigits } from '../../../domain/verification/spoken-digits.ts'

const nonce = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('hex'))

describe('the digits to be read aloud', () => {
  it('are four, and the same for page and server', () => {
    expect(spokenDigits('00000000000000000000000000000007')).toBe('0007')
    expect(spokenDigits('0000000000000000000000000000ffff')).toBe('5535')
    fc.assert(
      fc.property(nonce, (drawn) => {
        expect(spokenDigits(drawn)).toMatch(/^\d{4}$/)
      }),
    )
  })

  it('are other ones for nearly every session', () => {
    const drawn = fc.sample(nonce, { seed: 7, numRuns: 200 }).map(spokenDigits)
    expect(new Set(drawn).size).toBeGreaterThan(150)
  })
})
