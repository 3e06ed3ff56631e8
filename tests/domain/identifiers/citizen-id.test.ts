import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ageOn,
  birthDateOf,
  checkCitizenId,
  citizenIdCheckCharacter,
  normaliseCitizenId,
  sexOf,
} from '../../../domain/identifiers/citizen-id.ts'

const TODAY = '2025-11-22'
const VALID = [
  '11010519491231002X',
  '11010119900307803X',
  '610104196209276908',
  '810000199408230021',
  '830000199201300022',
]
/** The standard's own example: its check character fits, its bearer was born in 1880. */
const BORN_BEFORE_1900 = '440524188001010014'
const CHARACTERS = '0123456789X'

const citizenId = fc
  .tuple(
    fc.constantFrom('110105', '320102', '440524', '650100', '820000'),
    fc.date({ min: new Date('1900-01-01'), max: new Date('2025-11-21'), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([region, birth, sequence]) => {
    const first17 =
      region + birth.toISOString().slice(0, 10).replace(/-/g, '') + String(sequence).padStart(3, '0')
    return first17 + citizenIdCheckCharacter(first17)
  })

const replaceAt = (text: string, index: number, character: string) =>
  text.slice(0, index) + character + text.slice(index + 1)
const withCheck = (first17: string) => first17 + citizenIdCheckCharacter(first17)

describe('公民身份号码', () => {
  it.each(VALID)('accepts %s', (idNumber) => {
    expect(checkCitizenId(idNumber, TODAY)).toBeNull()
  })

  it('takes a number as people type it', () => {
    expect(normaliseCitizenId(' 110105 19491231 ００２ｘ')).toBe('11010519491231002X')
  })

  it('reads birth date, sex and age from it', () => {
    expect(birthDateOf('11010119900307803X')).toBe('1990-03-07')
    expect(sexOf('11010119900307803X')).toBe('男')
    expect(sexOf('11010519491231002X')).toBe('女')
    expect(ageOn('11010119900307803X', '2008-03-06')).toBe(17)
    expect(ageOn('11010119900307803X', '2008-03-07')).toBe(18)
  })

  it('refuses 15 digits and says why', () => {
    expect(checkCitizenId('110105491231002', TODAY)).toContain('15 位身份证号（一代证）已停止使用')
  })

  it('says how long the number is, never what it is', () => {
    expect(checkCitizenId('1101051949123100', TODAY)).toBe('身份证号应为 18 位，现在是 16 位')
    expect(checkCitizenId('', TODAY)).toBe('请填写身份证号')
  })

  it('refuses letters, unknown provinces, days that do not exist, and days to come', () => {
    expect(checkCitizenId('1101051949123A002X', TODAY)).toContain('前 17 位应为数字')
    expect(checkCitizenId(withCheck('99010519900307803'), TODAY)).toContain('省级行政区代码')
    expect(checkCitizenId(withCheck('11010119900230803'), TODAY)).toContain('不存在')
    expect(checkCitizenId(withCheck('11010119001301803'), TODAY)).toContain('不存在')
    expect(checkCitizenId(withCheck('11010120251122803'), TODAY)).toContain('不早于今天')
    expect(checkCitizenId(withCheck('11010120251121803'), TODAY)).toBeNull()
  })

  it('refuses a birth before 1900 whose check character fits', () => {
    expect(citizenIdCheckCharacter(BORN_BEFORE_1900.slice(0, 17))).toBe('4')
    expect(checkCitizenId(BORN_BEFORE_1900, TODAY)).toContain('早于 1900 年')
  })

  it('never checks the county', () => {
    expect(checkCitizenId(withCheck('11999919900307803'), TODAY)).toBeNull()
  })

  it('refuses every single-character error', () => {
    fc.assert(
      fc.property(fc.oneof(citizenId, fc.constantFrom(...VALID)), (idNumber) => {
        expect(checkCitizenId(idNumber, TODAY)).toBeNull()
        for (let index = 0; index < 18; index += 1) {
          for (const character of CHARACTERS) {
            if (character === idNumber.charAt(index)) continue
            expect(checkCitizenId(replaceAt(idNumber, index, character), TODAY)).not.toBeNull()
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  it('lets pass by check character exactly the digits that are congruent, and no two are', () => {
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    const undetectable: string[] = []
    weights.forEach((weight, index) => {
      for (let a = 0; a <= 9; a += 1) {
        for (let b = 0; b <= 9; b += 1) {
          const congruent = (weight * (a - b)) % 11 === 0
          if (congruent && a !== b) undetectable.push(`${index} ${a} ${b}`)
          const same =
            citizenIdCheckCharacter(replaceAt('11010519491231002', index, String(a))) ===
            citizenIdCheckCharacter(replaceAt('11010519491231002', index, String(b)))
          expect(same).toBe(congruent)
        }
      }
    })
    expect(undetectable).toEqual([])
  })
})
