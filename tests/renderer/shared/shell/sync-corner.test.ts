import { describe, expect, it } from 'vitest'
import type { SyncStatus } from '../../../../domain/sync/sync-contract.ts'
import { syncCornerLines } from '../../../../renderer/shared/shell/sync-corner.ts'

const calm: SyncStatus = {
  connection: 'online',
  waiting: 0,
  refused: 0,
  conflicts: 0,
  uploading: { files: 0, sentBytes: 0, totalBytes: 0, remainingSeconds: null },
  reading: null,
  lastConfirmedAt: '2026-11-22T02:24:00Z',
  message: null,
}
const texts = (status: Partial<SyncStatus>) => syncCornerLines({ ...calm, ...status }).map(({ text }) => text)

describe('the corner’s words on sync', () => {
  it('are 已全部同步 only when the server has confirmed it and nothing is left', () => {
    expect(texts({})).toEqual(['已全部同步'])
    expect(syncCornerLines(null).map(({ text }) => text)).toEqual(['正在连接服务器'])
  })

  it('name what stops it, what waits, what moves and what a person has to decide, together', () => {
    const uploading = { files: 1, sentBytes: 2, totalBytes: 5, remainingSeconds: 9 }
    expect(texts({ connection: 'offline', waiting: 3, uploading, refused: 1, conflicts: 1 })).toEqual([
      '离线',
      '待同步 3',
      '上传 40%',
      '有 1 项未通过，1 项有冲突',
    ])
  })

  it.each([
    ['signed-out', '需要登录后同步'],
    ['revoked', '本工作站已停用'],
    ['unknown', '正在连接服务器'],
  ] as const)('say why nothing goes on: %s', (connection, text) => {
    expect(texts({ connection })).toEqual([text])
  })

  it('do not wait for a connection that is there: the server answers, and takes nothing', () => {
    expect(texts({ connection: 'unknown', message: '请更新客户端后再同步' })).toEqual(['暂时不能同步'])
  })

  it('tell a first reading and a lone conflict', () => {
    expect(texts({ reading: { done: 500, total: 10_000 } })).toEqual(['读取 5%'])
    expect(texts({ conflicts: 2 })).toEqual(['有 2 项有冲突'])
  })
})
