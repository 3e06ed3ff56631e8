import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  characterCount,
  foldAndJoin,
  foldWidth,
  normaliseCode,
} from '../../../domain/identifiers/fold-width.ts'

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...Array.from('ＡＺａｚ０９－—– \u3000\u200b\ufeff中x1')) }),
)

describe('foldWidth', () => {
  it('turns every full-width ASCII character into its half-width one', () => {
    expect(foldWidth('ＡｚＺ０９！～－（）')).toBe('AzZ09!~-()')
    expect(foldWidth('\u3000')).toBe(' ')
    expect(foldWidth('消防、。·')).toBe('消防、。·')
  })

  it('takes out blanks of every kind, and hyphens from codes', () => {
    expect(foldAndJoin(' 1\u20032\u200b3\ufeff\t')).toBe('123')
    expect(normaliseCode('1-2－3—4–5')).toBe('12345')
  })

  it.each([foldWidth, foldAndJoin, normaliseCode])('changes nothing the second time: %o', (fold) => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
    )
  })

  it('counts code points', () => {
    expect(characterCount('𠮷a中')).toBe(3)
  })
})
