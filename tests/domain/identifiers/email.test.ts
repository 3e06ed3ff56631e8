import { describe, expect, it } from 'vitest'
import { checkEmail, normaliseEmail } from '../../../domain/identifiers/email.ts'

describe('邮箱', () => {
  it.each([
    'fuwu@example.cn',
    'a.b+c@mail.example.com.cn',
    'x_1@xn--fiqs8s.example.com',
    "o'neil@example.org",
  ])('accepts %s', (email) => {
    expect(checkEmail(email)).toBeNull()
  })

  it.each([
    '',
    'fuwu',
    '@example.cn',
    'fuwu@',
    'a@b@example.cn',
    'a..b@example.cn',
    '.a@example.cn',
    'a@example',
    'a@-x.cn',
    'a@exa_mple.cn',
    `${'a'.repeat(65)}@example.cn`,
  ])('refuses “%s”', (email) => {
    expect(checkEmail(email)).toContain('邮箱')
  })

  it('mends full-width characters and the Chinese full stop', () => {
    expect(normaliseEmail(' ｆｕｗｕ＠example。cn ')).toBe('fuwu@example.cn')
  })
})
