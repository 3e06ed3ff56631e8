import { describe, expect, it } from 'vitest'
import {
  checkCertificateNumber,
  checkOperatorCertificateNumber,
  normaliseCertificateNumber,
  warnOperatorCertificateNumber,
} from '../../../domain/identifiers/certificate-number.ts'

describe('证书编号', () => {
  it('folds width and takes out blanks and hyphens, keeping upper and lower case', () => {
    expect(normaliseCertificateNumber(' Ｎo 0000-05 ')).toBe('No000005')
  })

  it('holds an engineer’s number to letters and digits, 4 to 32', () => {
    expect(checkCertificateNumber('A123', '资格证书编号')).toBeNull()
    expect(checkCertificateNumber('A'.repeat(32), '资格证书编号')).toBeNull()
    expect(checkCertificateNumber('A12', '资格证书编号')).toBe('资格证书编号应为 4 至 32 位，现在是 3 位')
    expect(checkCertificateNumber('A'.repeat(33), '证书管理号')).toContain('现在是 33 位')
    expect(checkCertificateNumber('苏A1234', '证书管理号')).toContain('数字和字母')
    expect(checkCertificateNumber('', '证书管理号')).toBe('请填写证书管理号')
  })

  it('refuses an operator’s number only when it is empty or endless', () => {
    expect(checkOperatorCertificateNumber('No000005')).toBeNull()
    expect(checkOperatorCertificateNumber('')).toBe('请填写证书编号')
    expect(checkOperatorCertificateNumber('1'.repeat(33))).toContain('最长 32 位')
  })

  it('warns of an unusual form, and of a level that the eleventh digit contradicts', () => {
    expect(warnOperatorCertificateNumber('1912003000400123', 'four')).toEqual([])
    expect(warnOperatorCertificateNumber('1912003000400123', 'five')[0]).toContain('五级/初级')
    expect(warnOperatorCertificateNumber('No000005', 'five')[0]).toContain('16 位')
  })
})
