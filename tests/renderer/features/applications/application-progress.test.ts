import { describe, expect, it } from 'vitest'
import type { OwnApplication } from '../../../../domain/applications/applications-contract.ts'
import { progressOf } from '../../../../renderer/features/applications/application-progress.ts'

const application = (
  state: OwnApplication['state'],
  answeredAt: string | null,
  decidedAt: string | null,
): OwnApplication => ({
  id: 'application-1',
  kind: 'initial',
  state,
  organisationId: 'organisation-1',
  organisationName: '南京安盾消防技术有限公司',
  engineer: {
    name: '苗佳',
    mobile: '13800137719',
    idNumber: '110101199003077109',
    qualificationNumber: '1',
    managementNumber: '2',
    level: 'first',
    validUntil: '2028-05-01',
    accountId: 'account-1',
    verified: true,
  },
  submittedAt: '2026-11-22T02:00:00.000Z',
  answeredAt,
  decidedAt,
  reason: '',
})
const AT = '2026-11-22T03:00:00.000Z'
const states = (given: OwnApplication) => progressOf(given).map(({ state }) => state)

describe('progressOf', () => {
  it.each<[OwnApplication['state'], string | null, string | null, string[]]>([
    ['submitted', null, null, ['done', 'current', 'open']],
    ['organisation-agreed', AT, null, ['done', 'done', 'current']],
    ['organisation-declined', AT, null, ['done', 'ended', 'open']],
    ['approved', AT, AT, ['done', 'done', 'done']],
    ['returned', AT, AT, ['done', 'done', 'ended']],
    ['refused', AT, AT, ['done', 'done', 'ended']],
    ['withdrawn', null, null, ['done', 'ended', 'open']],
    ['withdrawn', AT, null, ['done', 'done', 'ended']],
  ])('shows %s (answered %s, decided %s) as %j', (state, answeredAt, decidedAt, expected) => {
    expect(states(application(state, answeredAt, decidedAt))).toEqual(expected)
  })

  it('says in words and in Chinese time how a step ended', () => {
    expect(progressOf(application('returned', AT, AT))[2]?.note).toBe('退回补正 2026-11-22 11:00')
  })
})
