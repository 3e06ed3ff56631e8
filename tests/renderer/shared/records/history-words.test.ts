import { describe, expect, it } from 'vitest'
import type { RecordVersion } from '../../../../domain/workstations/workstations-contract.ts'
import { causeText, changedText } from '../../../../renderer/shared/records/history-words.ts'

const version = (changes: Partial<RecordVersion>): RecordVersion => ({
  rev: 2,
  at: '2026-11-22T02:24:00.000Z',
  account: '139****0307',
  workstation: '前台电脑',
  clientId: 'c1',
  cause: 'operator.save',
  changedFields: ['name'],
  deleted: false,
  ...changes,
})

describe('the history of a record', () => {
  it('tells adding, changing and removing apart', () => {
    expect(causeText(version({ rev: 1 }))).toBe('添加')
    expect(causeText(version({}))).toBe('修改')
    expect(causeText(version({ cause: 'operator.remove' }))).toBe('删除')
    expect(causeText(version({ deleted: true }))).toBe('删除')
    expect(causeText(version({ cause: 'project.conclude' }))).toBe('录入结论性文件')
    expect(causeText(version({ cause: 'something.newer' }))).toBe('修改')
  })

  it('names fields as the screens do and leaves bookkeeping out', () => {
    const changed = version({ changedFields: ['mobile', 'certificateNumber', 'bookkeeping'] })
    expect(changedText('operator', changed)).toBe('手机号码、证书编号')
  })
})
