import { describe, expect, it } from 'vitest'
import { evaluateConditions } from '../../../../domain/conditions/evaluate-conditions.ts'
import type { SelfEntryOverview } from '../../../../domain/self-entry/self-entry-contract.ts'
import { taskEntries } from '../../../../renderer/features/self-entry/use-self-entry-tasks.ts'

const overview = (changes: Partial<SelfEntryOverview> = {}): SelfEntryOverview => ({
  submitted: null,
  letterSha256: null,
  evaluation: evaluateConditions({
    serviceTypes: ['maintenance'],
    organisationVerified: true,
    letterPresent: false,
    engineers: [{ personKey: 'a', level: 'first', position: 'technical-leader', counted: true }],
    operators: Array.from({ length: 6 }, (_, index) => ({
      personKey: `o${index}`,
      level: 'four' as const,
      counted: true,
    })),
    on: '2026-11-22',
  }),
  submission: null,
  unsubmittedChanges: [],
  ...changes,
})
const states = (given: SelfEntryOverview | null) => taskEntries(given).map(({ state }) => state)

describe('taskEntries', () => {
  it('lists the five steps in the order of the manual before anything is known', () => {
    expect(taskEntries(null).map(({ label }) => label)).toEqual([
      '基础信息',
      '已有注册消防工程师',
      '消防设施操作员',
      '附件信息',
      '核对并提交',
    ])
    expect(new Set(states(null))).toEqual(new Set(['open']))
  })

  it('shows what is missing where it can be mended', () => {
    const entries = taskEntries(overview())
    expect(entries.map(({ state }) => state)).toEqual(['done', 'attention', 'done', 'attention', 'open'])
    expect(entries[1]?.note).toBe('1/2')
    expect(entries[2]?.note).toBe('6')
  })

  it('asks for attention after a refused submission', () => {
    const refused = overview({ submission: { syncState: 'refused', refusal: '承诺书不完整' } })
    expect(states(refused)[4]).toBe('attention')
  })

  it('counts as submitted only while nothing has changed since', () => {
    const { evaluation } = overview()
    const submitted = {
      letterSha256: 'a'.repeat(64),
      revision: 1,
      submittedAt: '2026-11-22T02:00:00.000Z',
      effective: false,
      effectiveSince: null,
      evaluation,
    }
    expect(states(overview({ submitted }))[4]).toBe('done')
    expect(states(overview({ submitted, unsubmittedChanges: ['新增操作员 1 人'] }))[4]).toBe('open')
  })
})
