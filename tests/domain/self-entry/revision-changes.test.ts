import { describe, expect, it } from 'vitest'
import type { SelfEntryRevision } from '../../../domain/self-entry/self-entry.ts'
import { changesBetween } from '../../../domain/self-entry/revision-changes.ts'

type Snapshot = SelfEntryRevision['snapshot']
const operator = (id: string, changes: Partial<Snapshot['operators'][number]> = {}) => ({
  id,
  name: '苗佳',
  mobile: '13800137719',
  idNumber: '110101199003077109',
  certificateNumber: '2019000000000013',
  level: 'four' as const,
  direction: 'none' as const,
  sex: '女' as const,
  listedElsewhere: false,
  removedAt: null,
  ...changes,
})
const snapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  organisation: {
    name: '南京安盾消防技术有限公司',
    creditCode: '91320106MA1MXXXX1K',
    creditCodeConfirmed: false,
    registrationProvince: '320000',
    accountMobile: '138****0000',
    scope: '消防技术服务',
    materials: null,
    verification: { state: 'passed', way: 'phone-check', decidedAt: null, reason: '' },
  },
  engineers: [],
  operators: [operator('a')],
  letterSha256: 'a'.repeat(64),
  ...changes,
})

describe('changesBetween', () => {
  it('finds nothing between equal entries', () => {
    expect(changesBetween(snapshot(), snapshot())).toEqual([])
  })

  it('names who came and who went', () => {
    const after = snapshot({ operators: [operator('b', { name: '王小明' })] })
    expect(changesBetween(snapshot(), after)).toEqual([
      { section: 'operators', field: '新增操作员 1 人', before: '', after: '王小明' },
      { section: 'operators', field: '减少操作员 1 人', before: '苗佳', after: '' },
    ])
  })

  it('shows personal numbers masked, even where only hidden digits changed', () => {
    const after = snapshot({ operators: [operator('a', { mobile: '13899997719', level: 'three' })] })
    expect(changesBetween(snapshot(), after)).toEqual([
      {
        section: 'operators',
        field: '苗佳 · 手机号码',
        before: '138****7719',
        after: '138****7719（遮住的数字有修改）',
      },
      { section: 'operators', field: '苗佳 · 职业资格等级', before: '四级/中级', after: '三级/高级' },
    ])
  })

  it('tells that the letter was exchanged and what the organisation changed', () => {
    const before = snapshot()
    const after = snapshot({
      letterSha256: 'b'.repeat(64),
      organisation: { ...before.organisation, scope: '消防技术服务；消防安全评估' },
    })
    expect(changesBetween(before, after)).toEqual([
      { section: 'basics', field: '服务范围', before: '消防技术服务', after: '消防技术服务；消防安全评估' },
      { section: 'letter', field: '承诺书', before: '原承诺书', after: '更换为新的承诺书' },
    ])
  })
})
