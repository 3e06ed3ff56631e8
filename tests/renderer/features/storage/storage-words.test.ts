import { describe, expect, it } from 'vitest'
import {
  clearingWordProblem,
  importedText,
  missingReserve,
  othersText,
  repairText,
  sizeText,
  unsentText,
} from '../../../../renderer/features/storage/storage-words.ts'

const NONE = { changes: 0, drafts: 0, files: 0 }

describe('the words of 本机数据', () => {
  it('name what is unsent and nothing that is not there', () => {
    expect(unsentText(NONE)).toBeNull()
    expect(unsentText({ changes: 3, drafts: 0, files: 1 })).toBe('3 项修改、1 个文件')
  })

  it('say what an import added and what was here before', () => {
    expect(importedText({ added: { ...NONE, changes: 2 }, alreadyHere: NONE })).toBe(
      '已导入 2 项修改，联网后自动同步',
    )
    expect(importedText({ added: NONE, alreadyHere: { ...NONE, drafts: 2 } })).toBe(
      '没有新的内容；2 份草稿本机已有，没有重复导入',
    )
  })

  it('ask for the word before unsent content is given up, and say who else keeps something here', () => {
    expect(clearingWordProblem(' 清除 ')).toBeNull()
    expect(clearingWordProblem('')).toBe('请填写“清除”')
    expect(clearingWordProblem('删除')).toBe('请填写“清除”，现在是“删除”')
    expect(othersText(0)).toContain('密钥一并删除')
    expect(othersText(2)).toContain('还有 2 个账号')
  })

  it('say what a repair used and saved', () => {
    const repair = { at: '2026-11-22T02:24:00.000Z', savedChanges: 2, savedDrafts: 1 }
    expect(repairText({ ...repair, backupMadeAt: '2026-11-21T02:24:00.000Z' })).toContain(
      '已用 2026-11-21 10:24 的备份修复，并从损坏的文件里救回 2 项修改、1 份草稿',
    )
    expect(repairText({ ...repair, backupMadeAt: null })).toContain('没有可用的备份')
  })

  it('call the reserve given up only where the disk is nearly full', () => {
    const roomy = 70_000_000_000
    expect(missingReserve({ reserveBytes: 64, diskFreeBytes: roomy })).toBeNull()
    expect(missingReserve({ reserveBytes: 0, diskFreeBytes: roomy })).toBe('being-made')
    expect(missingReserve({ reserveBytes: 0, diskFreeBytes: 20_000_000 })).toBe('given-up')
  })

  it('count bytes as file managers do', () => {
    expect([900, 5_500_000, 231_000_000_000].map(sizeText)).toEqual(['1 KB', '5.2 MB', '215.1 GB'])
  })
})
