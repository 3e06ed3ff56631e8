import { describe, expect, it } from 'vitest'
import { checkPassword, checkPasswordConfirmation } from '../../../domain/identifiers/password.ts'

const account = { mobile: '13800138000' }

describe('登录密码', () => {
  it.each(['Abcde_2025', 'xiaofang_jing7', 'a1_______z', 'Mxq7tLp2Wv9rKs4d'])('accepts %s', (password) => {
    expect(checkPassword(password, account)).toBeNull()
  })

  it('holds the length at 9, 10, 16 and 17', () => {
    expect(checkPassword('Mxq7tLp2W', account)).toContain('现在是 9 位')
    expect(checkPassword('Mxq7tLp2Wv', account)).toBeNull()
    expect(checkPassword('Mxq7tLp2Wv9rKs4d', account)).toBeNull()
    expect(checkPassword('Mxq7tLp2Wv9rKs4dE', account)).toContain('现在是 17 位')
  })

  it.each(['Mxq7tLp2 Wv', 'Mxq7tLp2-Wv', 'Mxq7tLp2密码', 'Ｍxq7tLp2Wv'])(
    'refuses other characters: %s',
    (password) => {
      expect(checkPassword(password, account)).toContain('不能有')
    },
  )

  it('asks for a letter and a digit', () => {
    expect(checkPassword('abcdefghij', account)).toBe('密码至少要有一个字母和一个数字')
    expect(checkPassword('7391048265', account)).toBe('密码至少要有一个字母和一个数字')
  })

  it('refuses the phone number inside', () => {
    expect(checkPassword('a13800138000', account)).toBe('密码不能包含手机号码')
    expect(checkPassword('a13800138000', { mobile: '' })).toBeNull()
  })

  it.each(['Password123', 'a123456789', 'Woaini_1314', '1qaz2wsx3edc', 'XiaoFang119'])(
    'refuses the common %s',
    (password) => {
      expect(checkPassword(password, account)).toContain('太常见')
    },
  )

  it('compares the confirmation', () => {
    expect(checkPasswordConfirmation('Mxq7tLp2Wv', 'Mxq7tLp2Wv')).toBeNull()
    expect(checkPasswordConfirmation('Mxq7tLp2Wv', 'Mxq7tLp2Wx')).toBe('两次填写的密码不一致')
    expect(checkPasswordConfirmation('Mxq7tLp2Wv', '')).toContain('再次填写')
  })
})
