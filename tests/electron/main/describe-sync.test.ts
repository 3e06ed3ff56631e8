import { describe, expect, it } from 'vitest'
import type { SyncStatus } from '../../../domain/sync/sync-contract.ts'
import { describeSync } from '../../../electron/main/describe-sync.ts'

const status: SyncStatus = {
  connection: 'online',
  waiting: 0,
  refused: 0,
  conflicts: 0,
  uploading: { files: 0, sentBytes: 0, totalBytes: 0, remainingSeconds: null },
  reading: null,
  lastConfirmedAt: null,
  message: null,
}

describe('the tray’s words', () => {
  it('name the connection alone while nothing waits', () => {
    expect(describeSync(status)).toBe('已连接')
    expect(describeSync({ ...status, connection: 'signed-out' })).toBe('未登录')
    expect(describeSync({ ...status, connection: 'revoked' })).toBe('本工作站已停用')
  })

  it('count what waits, and apart from it what a person must decide', () => {
    expect(describeSync({ ...status, connection: 'offline', waiting: 3, refused: 1, conflicts: 2 })).toBe(
      '离线，待同步 3，待处理 3',
    )
  })
})
