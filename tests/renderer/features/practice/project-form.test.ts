import { describe, expect, it } from 'vitest'
import {
  blankProject,
  projectMessages,
  projectOfDraft,
  projectToSend,
} from '../../../../renderer/features/practice/project-form.ts'

const TODAY = '2026-11-22'
const TEAM = {
  engineers: [
    { id: 'first', level: 'first', state: 'normal', validUntil: '2028-06-30' },
    { id: 'second', level: 'second', state: 'normal', validUntil: '2028-06-30' },
    { id: 'gone', level: 'first', state: 'left', validUntil: '2028-06-30' },
  ],
  operatorIds: ['operator'],
} as const
const filled = {
  ...blankProject(),
  contractNumber: 'WB-1',
  contractName: '中山南路维保',
  clientName: '南京中山物业管理有限公司',
  regionCodes: ['320000', '320100', '320104'],
  address: '中山南路 315 号',
  technicalLeaderId: 'first',
  projectLeaderId: 'second',
  plannedFrom: '2026-11-01',
  plannedTo: '2027-10-31',
}

describe('the project form', () => {
  it('has nothing to say about a complete project', () => {
    expect(projectMessages(filled, TEAM, null, TODAY)).toEqual({})
  })

  it('names every field that a new project lacks', () => {
    expect(Object.keys(projectMessages(blankProject(), TEAM, null, TODAY))).toHaveLength(9)
  })

  it('drops lines that were left blank instead of complaining about them', () => {
    const withBlank = {
      ...filled,
      buildings: [
        { id: 'a', name: ' ' },
        { id: 'b', name: ' 1 号楼 ' },
      ],
    }
    expect(projectMessages(withBlank, TEAM, null, TODAY)).toEqual({})
    expect(projectToSend(withBlank).buildings).toEqual([{ id: 'b', name: '1 号楼' }])
  })

  it('lets the address be mended although the leader has left since', () => {
    const before = { ...filled, technicalLeaderId: 'gone' }
    const after = { ...before, address: '中山南路 317 号' }
    expect(projectMessages(after, TEAM, before, TODAY)).toEqual({})
    expect(projectMessages(after, TEAM, null, TODAY).technicalLeaderId).toContain('已离开')
  })

  it('takes a draft of another shape for what it is worth', () => {
    expect(projectOfDraft({ contractNumber: 'WB-2', type: 'magic', memberIds: 'x' })).toEqual({
      ...blankProject(),
      contractNumber: 'WB-2',
    })
  })
})
