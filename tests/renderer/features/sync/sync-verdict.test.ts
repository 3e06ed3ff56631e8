import { describe, expect, it } from 'vitest'
import type { SyncStatus } from '../../../../domain/sync/sync-contract.ts'
import { syncVerdict } from '../../../../renderer/features/sync/sync-verdict.ts'

const done: SyncStatus = {
  connection: 'online',
  waiting: 0,
  refused: 0,
  conflicts: 0,
  uploading: { files: 0, sentBytes: 0, totalBytes: 0 },
  lastConfirmedAt: '2026-11-22T02:24:00Z',
  message: null,
}

describe('the verdict of 同步中心', () => {
  it('says when everything has arrived, in China’s time', () => {
    expect(syncVerdict(done)).toEqual({
      kind: 'good',
      text: '已全部同步',
      detail: '最近一次同步 2026-11-22 10:24',
    })
  })

  it('never calls it all synchronised while something was refused or waits', () => {
    expect(syncVerdict({ ...done, conflicts: 1 })).toMatchObject({ kind: 'bad' })
    expect(syncVerdict({ ...done, waiting: 3 })).toMatchObject({ kind: 'waiting', text: '待同步 3 项' })
    expect(syncVerdict({ ...done, connection: 'offline' })).toMatchObject({ kind: 'attention', text: '离线' })
  })

  it('tells how far an upload is', () => {
    const uploading = { files: 1, sentBytes: 1, totalBytes: 3 }
    expect(syncVerdict({ ...done, uploading }).detail).toContain('正在上传 1 个文件，已完成 33%')
  })
})
