import { describe, expect, it } from 'vitest'
import type { FailureCode } from '../../../../domain/contracts/failure.ts'
import { FAILURE_CODES } from '../../../../domain/contracts/failure.ts'
import { connectionAfter } from '../../../../electron/agent/sync/connection.ts'

const after = (code: FailureCode) => connectionAfter({ code }).connection

describe('the connection after a failure', () => {
  it('is never online', () => {
    expect(FAILURE_CODES.map(after)).not.toContain('online')
  })

  it('tells apart who has to do what', () => {
    expect([after('not-signed-in'), after('workstation-revoked'), after('server-unreachable')]).toEqual([
      'signed-out',
      'revoked',
      'offline',
    ])
    expect(connectionAfter({ code: 'client-too-old' })).toMatchObject({ outdated: true })
  })

  it('keeps how long the server wants to be left alone', () => {
    expect(connectionAfter({ code: 'too-many-requests', retryAfterSeconds: 7 }).retryAfterSeconds).toBe(7)
  })

  it('says that everything is kept wherever it has no words of the server', () => {
    for (const code of ['not-signed-in', 'server-unreachable', 'client-too-old'] as const) {
      expect(connectionAfter({ code }).message).toContain('内容都保存在本机')
    }
  })
})
