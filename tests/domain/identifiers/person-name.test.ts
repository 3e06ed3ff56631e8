import { describe, expect, it } from 'vitest'
import {
  checkLatinName,
  checkPersonName,
  normalisePersonName,
} from '../../../domain/identifiers/person-name.ts'

describe('姓名', () => {
  it.each(['李建国', '欧阳锋', '古丽·买买提', '𠮷田𬭊', '䶮'.repeat(2), '王'.repeat(20)])(
    'accepts %s',
    (name) => {
      expect(checkPersonName(name)).toBeNull()
    },
  )

  it('counts characters beyond the basic plane as one each', () => {
    expect(checkPersonName('𠮷')).toBe('姓名应为 2 至 20 个字，现在是 1 个字')
    expect(checkPersonName('𠮷'.repeat(20))).toBeNull()
    expect(checkPersonName('王'.repeat(21))).toContain('现在是 21 个字')
  })

  it('takes blanks out and writes every dot as ·', () => {
    expect(normalisePersonName(' 张　三 ')).toBe('张三')
    expect(normalisePersonName('古丽•买买提')).toBe('古丽·买买提')
    expect(normalisePersonName('古丽．买买提')).toBe('古丽·买买提')
    expect(normalisePersonName('  Sean   O Brien ')).toBe('Sean O Brien')
  })

  it.each(['', '张3', '张三(大)', '·张三', '张··三', '张三·'])('refuses “%s”', (name) => {
    expect(checkPersonName(name)).not.toBeNull()
  })

  it('accepts names as passports write them', () => {
    expect(checkLatinName("Anne-Marie O'Brien Jr.")).toBeNull()
    expect(checkLatinName('Müller, Jürgen')).toBeNull()
    expect(checkLatinName('X')).toContain('现在是 1 个字符')
    expect(checkLatinName('John3')).toContain('护照')
  })
})
