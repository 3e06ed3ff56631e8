import { evaluateConditions } from '../../domain/conditions/evaluate-conditions.ts'
import type { SelfEntryRevisionView } from '../../domain/self-entry/self-entry-contract.ts'

const NOTES = ['首次录入', '更换承诺书', '增加两名操作员']

/** Entries of one organisation, newest first. */
export function madeRevisions(count: number): SelfEntryRevisionView[] {
  return Array.from({ length: count }, (_, index) => madeRevision(count - index))
}

function madeRevision(number: number): SelfEntryRevisionView {
  return {
    id: `revision-${String(number)}`,
    syncState: 'synced',
    refusal: null,
    number,
    cause: 'submission',
    changeNote: NOTES[(number - 1) % NOTES.length] ?? '',
    at: `2026-11-${String(10 + number)}T02:24:00.000Z`,
    byAccountId: null,
    effective: number > 1,
    evaluation: evaluateConditions({
      serviceTypes: ['maintenance'],
      organisationVerified: true,
      letterPresent: true,
      engineers: [],
      operators: [],
      on: '2026-11-20',
      provincePrefix: '32',
    }),
    snapshot: {
      organisation: {
        name: '南京安盾消防技术服务有限公司',
        creditCode: '91350200MA2YJ1XR9G',
        creditCodeConfirmed: false,
        registrationProvince: '320000',
        accountMobile: '138****5678',
        scope: '消防设施维护保养检测',
        verification: { state: 'passed', way: 'phone-check', decidedAt: null, reason: '' },
        materials: null,
      },
      engineers: [],
      operators: [],
      letterSha256: 'ab'.repeat(32),
    },
  }
}
