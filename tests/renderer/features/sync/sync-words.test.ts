import { describe, expect, it } from 'vitest'
import type { OutboxEntry } from '../../../../domain/sync/sync-contract.ts'
import { authorOf } from '../../../../renderer/features/sync/conflict-author.ts'
import { inSection, sectionCounts } from '../../../../renderer/features/sync/entry-sections.ts'
import {
  percentOf,
  reasonText,
  remainingText,
  shortTriesText,
  sizeText,
  triesText,
  uploadText,
} from '../../../../renderer/features/sync/sync-words.ts'

const entry: OutboxEntry = {
  seq: 1,
  name: 'operator.save',
  recordType: 'operator',
  recordId: 'o-1',
  title: '修改操作员',
  state: 'waiting',
  createdAt: '2026-11-22T02:24:00Z',
  attempts: 0,
  triedAt: null,
  waitsFor: 'turn',
  message: null,
}

describe('the words of 同步中心', () => {
  it('say why an entry waits', () => {
    expect(reasonText(entry)).toBe('排队中，按顺序发送')
    expect(reasonText({ ...entry, waitsFor: 'files', message: '承诺书 40%' })).toBe(
      '等待文件上传完成；承诺书 40%',
    )
    expect(reasonText({ ...entry, state: 'refused', waitsFor: null, message: '合同编号已存在' })).toBe(
      '合同编号已存在',
    )
  })

  it('count the tries', () => {
    expect(triesText(entry)).toBe('尚未发送')
    expect(triesText({ ...entry, attempts: 3, triedAt: '2026-11-22T02:30:00Z' })).toBe(
      '3 次，最近 11-22 10:30',
    )
  })

  it('keep the last try short in the list', () => {
    const tried = { ...entry, attempts: 3, triedAt: '2026-11-22T02:30:00Z' }
    expect(shortTriesText(tried, new Date('2026-11-22T15:00:00Z'))).toBe('3 次（10:30）')
    expect(shortTriesText(tried, new Date('2026-11-22T17:00:00Z'))).toBe('3 次（11-22）')
  })

  it('round the remaining time up', () => {
    expect(remainingText(0)).toBe('约 1 秒')
    expect(remainingText(61)).toBe('约 2 分钟')
    expect(remainingText(3600)).toBe('约 1 小时')
    expect(remainingText(5430)).toBe('约 1 小时 31 分钟')
  })

  it('tell how far an upload is, and that nothing moves when nothing does', () => {
    const uploading = { files: 2, sentBytes: 1024 * 1024, totalBytes: 3 * 1024 * 1024, remainingSeconds: 20 }
    expect(uploadText(uploading)).toBe('2 个文件，1.0 MB / 3.0 MB，剩余时间约 20 秒')
    expect(uploadText({ ...uploading, remainingSeconds: null })).toContain('等待继续')
    expect(percentOf(1, 3)).toBe(33)
    expect(percentOf(2999, 3000)).toBe(99)
    expect(percentOf(0, 0)).toBe(0)
    expect(sizeText(900)).toBe('900 B')
  })
})

describe('the sections of 同步中心', () => {
  const entries: OutboxEntry[] = [
    { ...entry, seq: 1 },
    { ...entry, seq: 2, state: 'refused' },
    { ...entry, seq: 3, state: 'sending' },
    { ...entry, seq: 4, state: 'conflict' },
  ]

  it('put first what a person has to deal with, then the order of sending', () => {
    expect(inSection(entries, 'all').map(({ seq }) => seq)).toEqual([2, 4, 1, 3])
    expect(inSection(entries, 'waiting').map(({ seq }) => seq)).toEqual([1, 3])
  })

  it('count every entry once', () => {
    expect(sectionCounts(entries)).toEqual({ all: 4, refused: 1, conflict: 1, waiting: 2 })
  })
})

describe('who changed a field at the server', () => {
  const version = {
    rev: 2,
    at: '2026-11-22T02:24:00Z',
    account: '138****7719',
    workstation: '前台',
    clientId: 'c',
    cause: 'operator.save',
    changedFields: ['mobile'],
    deleted: false,
  }

  it('is who changed it last, with workstation and time', () => {
    expect(authorOf('mobile', [{ ...version, rev: 3, changedFields: ['name'] }, version])).toBe(
      '138****7719，工作站 前台，11-22 10:24',
    )
  })

  it('is unknown where the history does not name the field', () => {
    expect(authorOf('level', [version])).toBeNull()
  })
})
