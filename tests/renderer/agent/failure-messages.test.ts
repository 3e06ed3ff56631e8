import { describe, expect, it } from 'vitest'
import { FAILURE_CODES } from '../../../domain/contracts/failure.ts'
import { FAILURE_MESSAGES, failureText } from '../../../renderer/agent/failure-messages.ts'

describe('failure messages', () => {
  it.each(FAILURE_CODES)('say in Chinese what to do about %s', (code) => {
    const { words } = FAILURE_MESSAGES[code]
    expect(words).toMatch(/[\u4e00-\u9fff]/)
    expect(words).not.toMatch(/您|！|!/)
  })

  it('prefer the failure’s own sentence', () => {
    expect(failureText({ code: 'already-taken', message: '该手机号码已注册，请直接登录' })).toBe(
      '该手机号码已注册，请直接登录',
    )
  })

  it('tell how long to wait', () => {
    expect(failureText({ code: 'too-many-requests', retryAfterSeconds: 42 })).toContain('42 秒后可重试')
    expect(failureText({ code: 'account-locked', retryAfterSeconds: 850 })).toContain('15 分钟后可重试')
  })
})
