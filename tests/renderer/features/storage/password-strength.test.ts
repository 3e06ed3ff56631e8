import { describe, expect, it } from 'vitest'
import {
  exportPasswordProblem,
  passwordStrength,
} from '../../../../renderer/features/storage/password-strength.ts'

describe('the strength of an export password', () => {
  it('counts what is missing of the length', () => {
    expect(passwordStrength('abc12')).toEqual({ kind: 'bad', text: '太短，还差 5 个字符' })
  })

  it.each(['1234567890', 'aaaaaaaaaaaaaaaa', 'abcdefghijkl', '121212121212', '0987654321'])(
    'is bad for %s however long',
    (password) => {
      expect(passwordStrength(password).kind).toBe('bad')
    },
  )

  it('grows with length and kinds of characters', () => {
    expect(passwordStrength('xqkwvbnthz').kind).toBe('bad')
    expect(passwordStrength('xqkwvb7thz').kind).toBe('attention')
    expect(passwordStrength('xqkwvB7thzmp').kind).toBe('good')
    expect(passwordStrength('消防水箱与三只蓝色的长颈鹿一起喝茶').kind).toBe('good')
  })
})

describe('an export password', () => {
  it('is refused with the length it has', () => {
    expect(exportPasswordProblem('')).toBe('请填写导出口令')
    expect(exportPasswordProblem('12345')).toBe('导出口令至少 10 个字符，现在是 5 个')
    expect(exportPasswordProblem('anDun_2026x')).toBeNull()
  })
})
