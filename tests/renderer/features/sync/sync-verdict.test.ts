import { describe, expect, it } from 'vitest'
import type { SyncStatus } from '../../../../domain/sync/sync-contract.ts'
import { syncVerdict } from '../../../../renderer/features/sync/sync-verdict.ts'

const done: SyncStatus = {
  connection: 'online',
  waiting: 0,
  refused: 0,
  conflicts: 0,
  uploading: { files: 0, sentBytes: 0, totalBytes: 0, remainingSeconds: null },
  reading: null,
  lastConfirmedAt: '2026-11-22T02:24:00Z',
  message: null,
}

describe('the verdict of 同步中心', () => {
  it('says when the server confirmed that everything has arrived, in China’s time', () => {
    expect(syncVerdict(done)).toEqual({
      kind: 'good',
      text: '已全部同步',
      detail: '最近一次同步（服务器确认）2026-11-22 10:24',
    })
  })

  it('never calls it all synchronised while something is refused, in conflict, waiting, uploading or being read', () => {
    const uploading = { files: 1, sentBytes: 1, totalBytes: 3, remainingSeconds: null }
    expect(syncVerdict({ ...done, refused: 2 })).toMatchObject({ kind: 'bad', text: '有 2 项未通过' })
    expect(syncVerdict({ ...done, conflicts: 1 })).toMatchObject({ kind: 'attention' })
    expect(syncVerdict({ ...done, waiting: 3 })).toMatchObject({ kind: 'waiting', text: '待同步 3 项' })
    expect(syncVerdict({ ...done, uploading }).kind).toBe('waiting')
    expect(syncVerdict({ ...done, reading: { done: 1, total: 9 } }).kind).toBe('waiting')
  })

  it('puts what stops all sending before what waits', () => {
    expect(syncVerdict({ ...done, connection: 'offline', waiting: 3 })).toMatchObject({ text: '离线' })
    expect(syncVerdict({ ...done, connection: 'revoked', refused: 1 })).toMatchObject({
      kind: 'bad',
      text: '本工作站已停用',
    })
  })

  it('says why a server that answers takes nothing', () => {
    const verdict = syncVerdict({ ...done, connection: 'unknown', message: '请更新客户端后再同步' })
    expect(verdict).toMatchObject({ kind: 'attention', text: '暂时不能同步' })
    expect(verdict.detail).toMatch(/^请更新客户端后再同步；/)
  })

  it('does not claim a confirmation that never was', () => {
    expect(syncVerdict({ ...done, lastConfirmedAt: null }).detail).toBe('服务器还没有确认过同步')
  })
})
