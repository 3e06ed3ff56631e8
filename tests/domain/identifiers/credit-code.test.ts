import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkCreditCode,
  creditCodeCheckCharacter,
  creditCodeProblem,
  normaliseCreditCode,
  organisationCodeCheckCharacter,
  warnCreditCode,
} from '../../../domain/identifiers/credit-code.ts'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const VALID = [
  '91350200MA2YJ1XR9G',
  '91350200776049653A',
  '91350500798359476R',
  '91440101MA5CJQ4N59',
  '9135021359498494XQ',
  '9144030071526726XG',
  '91330100799655058B',
  '91110000802100433B',
]
const CHECK_CHARACTER_FAILS = '91350203M0001QAY9B'

/** Random codes that are right in every respect. */
const creditCode = fc
  .tuple(
    fc.array(fc.constantFrom(...Array.from(ALPHABET)), { minLength: 2, maxLength: 2 }),
    fc.array(fc.constantFrom(...Array.from('0123456789')), { minLength: 6, maxLength: 6 }),
    fc.array(fc.constantFrom(...Array.from(ALPHABET)), { minLength: 8, maxLength: 8 }),
  )
  .map((parts) => {
    const [head, region, body] = parts.map((part) => part.join('')) as [string, string, string]
    const first17 = head + region + body + organisationCodeCheckCharacter(body)
    return first17 + creditCodeCheckCharacter(first17)
  })

const replaceAt = (text: string, index: number, character: string) =>
  text.slice(0, index) + character + text.slice(index + 1)

describe('统一社会信用代码', () => {
  it.each(VALID)('accepts %s', (code) => {
    expect(creditCodeProblem(code)).toBeNull()
  })

  it('takes a code as people type it', () => {
    expect(normaliseCreditCode(' ９１３５0200-ma2yj 1xr9g ')).toBe('91350200MA2YJ1XR9G')
  })

  it('tells a failing last character from every other fault, because such licences exist', () => {
    const problem = creditCodeProblem(CHECK_CHARACTER_FAILS)
    expect(problem?.kind).toBe('check-character')
    expect(problem?.message).toContain('现在是“B”')
    expect(creditCodeProblem('9135020300')?.kind).toBe('format')
  })

  it('says how many characters it saw', () => {
    expect(checkCreditCode('91350200MA2YJ1XR9')).toBe('统一社会信用代码应为 18 位，现在是 17 位')
    expect(checkCreditCode('91350200MA2YJ1XR9GG')).toBe('统一社会信用代码应为 18 位，现在是 19 位')
    expect(checkCreditCode('')).toBe('请填写统一社会信用代码')
  })

  it('names a letter that the alphabet leaves out and what may be meant', () => {
    expect(checkCreditCode('9135O200MA2YJ1XR9G')).toMatch(/不能有“O”.*数字/)
    expect(checkCreditCode('91350200中A2YJ1XR9G')).toContain('不能有“中”')
  })

  it('refuses letters in the region', () => {
    expect(creditCodeProblem('91A50200MA2YJ1XR9G')).toMatchObject({ kind: 'format' })
  })

  it('refuses a wrong organisation code even when the last character fits', () => {
    const first17 = '91350200MA2YJ1XR8'
    const problem = creditCodeProblem(first17 + creditCodeCheckCharacter(first17))
    expect(problem).toMatchObject({ kind: 'format' })
    expect(problem?.message).toContain('第 9 至 17 位')
  })

  it('refuses every single-character error: no two characters are congruent modulo 31', () => {
    fc.assert(
      fc.property(fc.oneof(creditCode, fc.constantFrom(...VALID)), (code) => {
        expect(creditCodeProblem(code)).toBeNull()
        for (let index = 0; index < 18; index += 1) {
          for (const character of ALPHABET) {
            if (character === code.charAt(index)) continue
            expect(creditCodeProblem(replaceAt(code, index, character))).not.toBeNull()
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('lets pass by check character exactly the substitutions that are congruent, and there are none', () => {
    const undetectable: string[] = []
    let weight = 1
    for (let index = 0; index < 17; index += 1) {
      for (let a = 0; a < 31; a += 1) {
        for (let b = 0; b < 31; b += 1) {
          const congruent = (weight * (a - b)) % 31 === 0
          if (congruent && a !== b) undetectable.push(`${index} ${a} ${b}`)
          const first17 = '9'.repeat(17)
          const same =
            creditCodeCheckCharacter(replaceAt(first17, index, ALPHABET.charAt(a))) ===
            creditCodeCheckCharacter(replaceAt(first17, index, ALPHABET.charAt(b)))
          expect(same).toBe(congruent)
        }
      }
      weight = (weight * 3) % 31
    }
    expect(undetectable).toEqual([])
  })

  it('knows which substitutions the organisation code alone cannot see', () => {
    const weights = [3, 7, 9, 10, 5, 8, 4, 2]
    const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    weights.forEach((weight, index) => {
      for (const a of characters) {
        for (const b of characters) {
          const congruent = (weight * (characters.indexOf(a) - characters.indexOf(b))) % 11 === 0
          const same =
            organisationCodeCheckCharacter(replaceAt('MA2YJ1XR', index, a)) ===
            organisationCodeCheckCharacter(replaceAt('MA2YJ1XR', index, b))
          expect(same).toBe(congruent)
        }
      }
    })
  })

  it('warns of a code that is no enterprise', () => {
    const first17 = '52350200MA2YJ1XR9'
    const [warning] = warnCreditCode(first17 + creditCodeCheckCharacter(first17), '350000')
    expect(warning).toContain('现在是 52')
  })

  it('warns when the region is not of the registration province, once one is chosen', () => {
    expect(warnCreditCode('91350200MA2YJ1XR9G', '320000')).toEqual([
      '统一社会信用代码第 3、4 位与所选的营业执照登记省份不一致，请核对',
    ])
    expect(warnCreditCode('91350200MA2YJ1XR9G', '350000')).toEqual([])
    expect(warnCreditCode('91350200MA2YJ1XR9G', '')).toEqual([])
  })
})
