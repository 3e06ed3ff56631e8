import { describe, expect, it } from 'vitest'
import type { SelfEntryOverview } from '../../../../domain/self-entry/self-entry-contract.ts'
import { evaluateConditions } from '../../../../domain/conditions/evaluate-conditions.ts'
import { standingOf } from '../../../../renderer/shared/self-entry/standing.ts'

const evaluation = evaluateConditions({
  serviceTypes: ['assessment'],
  organisationVerified: true,
  letterPresent: true,
  engineers: [],
  operators: [],
  on: '2026-11-22',
})
const overview = (effective: boolean | null, submission: SelfEntryOverview['submission'] = null) => ({
  submitted:
    effective === null
      ? null
      : {
          letterSha256: 'a'.repeat(64),
          revision: 1,
          submittedAt: '2026-11-22T02:00:00.000Z',
          effective,
          effectiveSince: null,
          evaluation,
        },
  letterSha256: null,
  evaluation,
  submission,
  unsubmittedChanges: [],
})

describe('standingOf', () => {
  it('tells apart what is effective, what waits for its conditions and what was never submitted', () => {
    expect(standingOf(overview(true)).text).toBe('已生效并公开')
    expect(standingOf(overview(false)).text).toBe('已提交，暂不满足生效条件，未公开')
    expect(standingOf(overview(null)).text).toBe('还没有提交')
  })

  it('puts a submission under way before what the server holds', () => {
    expect(standingOf(overview(true, { syncState: 'waiting', refusal: null }))).toEqual({
      kind: 'waiting',
      text: '已提交，待同步',
    })
    expect(standingOf(overview(true, { syncState: 'refused', refusal: '承诺书不完整' })).kind).toBe('bad')
  })
})
