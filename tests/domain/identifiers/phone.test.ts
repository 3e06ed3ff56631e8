import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkLandline,
  checkMobile,
  checkPublicPhone,
  normaliseLandline,
  normaliseMobile,
  normalisePublicPhone,
} from '../../../domain/identifiers/phone.ts'

describe('phone numbers', () => {
  it.each([
    '138 0013 8000',
    '+86 138-0013-8000',
    '008613800138000',
    '8613800138000',
    '１３８００１３８０００',
  ])('takes the mobile %s', (text) => {
    expect(normaliseMobile(text)).toBe('13800138000')
  })

  it('accepts exactly the mobiles 1[3-9] and nine digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^1\d{10}$/), (mobile) => {
        expect(checkMobile(mobile) === null).toBe(Number(mobile.charAt(1)) >= 3)
      }),
    )
  })

  it('says what is wrong with a mobile', () => {
    expect(checkMobile('')).toBe('请填写手机号码')
    expect(checkMobile('1380013800')).toBe('手机号码应为 11 位，现在是 10 位')
    expect(checkMobile('12800138000')).toContain('现在是 12 开头')
    expect(checkMobile('1380013800a')).toContain('数字')
  })

  it.each([
    '025-83456789',
    '02583456789',
    '0511-8345678',
    '010-83456789-801',
    '400-810-1234',
    '4008101234',
    '8008101234',
  ])('accepts the landline %s', (text) => {
    expect(checkLandline(normaliseLandline(text))).toBeNull()
    expect(checkPublicPhone(normalisePublicPhone(text))).toBeNull()
  })

  it('writes brackets and 转 as hyphens', () => {
    expect(normaliseLandline('（025）8345 6789 转 801')).toBe('025-83456789-801')
    expect(normaliseLandline('025—83456789')).toBe('025-83456789')
  })

  it.each(['83456789', '025-834567', '1234', '电话'])('refuses %s as a landline', (text) => {
    expect(checkLandline(text)).toContain('区号-号码')
  })

  it('takes either kind as 公开联系电话', () => {
    expect(checkPublicPhone(normalisePublicPhone('+86 138 0013 8000'))).toBeNull()
    expect(checkPublicPhone('1380013800')).toBe('手机号码应为 11 位，现在是 10 位')
    expect(checkPublicPhone('83456789')).toContain('区号-号码')
    expect(checkPublicPhone('')).toBe('请填写公开联系电话')
  })

  it('changes nothing the second time', () => {
    const typed = fc.string({
      unit: fc.constantFrom(...Array.from('0123456789--（）() 转xX+8６')),
      maxLength: 20,
    })
    fc.assert(
      fc.property(typed, (text) => {
        expect(normaliseLandline(normaliseLandline(text))).toBe(normaliseLandline(text))
      }),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^(\+86|86|0086)? ?1[3-9]\d( ?-?\d){8}$/), (text) => {
        expect(checkMobile(normaliseMobile(text))).toBeNull()
        expect(normalisePublicPhone(text)).toBe(normaliseMobile(text))
        expect(normaliseMobile(normaliseMobile(text))).toBe(normaliseMobile(text))
      }),
    )
  })
})
