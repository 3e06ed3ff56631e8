import { describe, expect, it } from 'vitest'
import type { Draft } from '../../../../domain/drafts/draft.ts'
import type { OutboxEntry } from '../../../../domain/sync/sync-contract.ts'
import { filterEntries, listEntries } from '../../../../renderer/features/drafts/draft-list.ts'

const draft = (form: Draft['form'], subject: string, title: string, savedAt: string): Draft => ({
  id: `${form}-${subject}`,
  form,
  subject,
  title,
  content: {},
  savedAt,
})
const sent = (seq: number, state: OutboxEntry['state'], title: string): OutboxEntry => ({
  seq,
  name: 'project.save',
  recordType: 'project',
  recordId: 'p1',
  title,
  state,
  createdAt: '2026-11-20T00:00:00.000Z',
  attempts: 0,
  triedAt: null,
  waitsFor: state === 'waiting' ? 'turn' : null,
  message: state === 'refused' ? '合同编号已被使用' : null,
})
const FOUND = {
  drafts: [
    draft('operator', 'new-1', '苗佳', '2026-11-21T00:00:00.000Z'),
    draft('project', 'new-2', '', '2026-11-22T00:00:00.000Z'),
  ],
  outbox: [
    sent(7, 'waiting', '修改项目 金鹰大厦'),
    sent(8, 'refused', '添加项目'),
    sent(9, 'conflict', '修改项目'),
  ],
  synced: [
    {
      seq: 6,
      recordType: 'project' as const,
      recordId: 'p1',
      title: '添加项目 金鹰大厦',
      confirmedAt: '2026-11-22T01:00:00.000Z',
    },
    {
      seq: 9,
      recordType: 'project' as const,
      recordId: 'p1',
      title: '修改项目',
      confirmedAt: '2026-11-22T01:00:00.000Z',
    },
  ],
}

describe('the list of 草稿箱', () => {
  it('puts what needs somebody first, then what is under way, then what arrived, the newest first', () => {
    expect(listEntries(FOUND).map(({ id }) => id)).toEqual([
      'seq-8',
      'seq-9',
      'draft-project-new-2',
      'draft-operator-new-1',
      'seq-7',
      'seq-6',
    ])
  })

  it('leads each line to where it is gone on with', () => {
    expect(Object.fromEntries(listEntries(FOUND).map(({ id, place }) => [id, place]))).toEqual({
      'draft-operator-new-1': '/people/operators?draft=new-1',
      'draft-project-new-2': '/practice/new?draft=new-2',
      'seq-6': '/practice/p1',
      'seq-7': '/sync',
      'seq-8': '/sync/parked/8',
      'seq-9': '/sync/conflicts/project/p1',
    })
  })

  it('calls a draft without a title by its form, and says why something was not taken', () => {
    const entries = listEntries(FOUND)
    expect(entries.find(({ id }) => id === 'draft-project-new-2')?.title).toBe('执业项目')
    expect(entries.find(({ id }) => id === 'seq-8')?.note).toBe('合同编号已被使用')
  })

  it('finds by state and by every word of type and title', () => {
    const entries = listEntries(FOUND)
    const ids = (filter: Parameters<typeof filterEntries>[1]) =>
      filterEntries(entries, filter).map(({ id }) => id)
    expect(ids({ text: '', state: 'draft' })).toEqual(['draft-project-new-2', 'draft-operator-new-1'])
    expect(ids({ text: ' 项目 金鹰 ', state: null })).toEqual(['seq-7', 'seq-6'])
    expect(ids({ text: '操作员', state: null })).toEqual(['draft-operator-new-1'])
    expect(ids({ text: '操作员', state: 'synced' })).toEqual([])
  })
})
