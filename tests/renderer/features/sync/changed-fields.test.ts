import { describe, expect, it } from 'vitest'
import { changedFields } from '../../../../renderer/features/sync/changed-fields.ts'

describe('the fields an entry changes', () => {
  it('are those that differ and have a name', () => {
    const changes = [
      { field: 'name', before: '苗佳', after: '苗家' },
      { field: 'level', before: 'four', after: 'four' },
      { field: 'listedElsewhere', before: false, after: true },
    ]
    expect(changedFields('operator', changes)).toEqual([
      { field: 'name', label: '姓名', before: '苗佳', after: '苗家' },
    ])
  })

  it('are a conclusion’s own', () => {
    const conclusion = { number: 'JS-1', finishedOn: '2026-11-20' }
    const changes = [{ field: 'conclusion', before: null, after: conclusion }]
    expect(changedFields('project', changes).map(({ label, after }) => [label, after])).toEqual([
      ['结论性文件编号', 'JS-1'],
      ['完成日期', '2026-11-20'],
    ])
  })
})
